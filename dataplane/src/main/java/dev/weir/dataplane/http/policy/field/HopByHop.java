package dev.weir.dataplane.http.policy.field;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The fields that end at this hop, neither forwarded nor stored (RFC 9110 section 7.6.1): Connection, what it lists,
 * and those that ought to be listed in it whether they are or not.
 *
 * <p>Tests lower-case names. What is needed for the next hop (TE, Upgrade, framing) its sender adds anew.
 */
public final class HopByHop implements Predicate<String> {
    private static final Set<String> ALWAYS = Set.of(
            FieldName.CONNECTION,
            "keep-alive",
            "proxy-connection",
            "te",
            FieldName.TRANSFER_ENCODING,
            "upgrade",
            "http2-settings");

    private static final HopByHop NONE_LISTED = new HopByHop(Set.of());

    private final Set<String> listed;

    private HopByHop(Set<String> listed) {
        this.listed = listed;
    }

    public static HopByHop of(Fields fields) {
        if (!fields.has(FieldName.CONNECTION)) {
            return NONE_LISTED;
        }
        List<String> options = ListValue.members(fields.all(FieldName.CONNECTION));
        var listed = HashSet.<String>newHashSet(options.size());
        options.forEach(option -> listed.add(FieldName.lowerCase(option)));
        return new HopByHop(listed);
    }

    /** Whether it ends at this hop whatever a message says. */
    static boolean isAlways(String lowerCaseName) {
        return ALWAYS.contains(lowerCaseName);
    }

    @Override
    public boolean test(String lowerCaseName) {
        return ALWAYS.contains(lowerCaseName) || listed.contains(lowerCaseName);
    }
}
