package dev.weir.dataplane.http.policy.key;

import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.ListValue;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Accept-Encoding cut down to the codings that a route uses, so that the many ways in which clients word it do not each
 * get a copy of their own. The request must be forwarded with the same value, and it never asks for more than the
 * client would take.
 */
public final class AcceptEncoding {
    public static final String IDENTITY = "identity";

    private AcceptEncoding() {}

    /**
     * The value to look up and to forward with.
     *
     * @return those of them that the client takes, or the first of those, "identity" if none; what the client sent if
     *     it refuses identity
     */
    public static String reduce(Fields request, Codings codings) {
        String value = request.combined(FieldName.ACCEPT_ENCODING);
        if (value == null) {
            // any coding would be acceptable (RFC 9110 section 12.5.3), but whoever says nothing is best served plainly
            return IDENTITY;
        }
        List<String> members =
                List.of(WeightedList.normalize(FieldName.ACCEPT_ENCODING, ListValue.members(List.of(value)))
                        .split(",", -1));
        if (refuses(IDENTITY, members)) {
            return value;
        }
        String taken = codings.names().stream()
                .filter(coding -> takes(coding, members))
                .limit(codings.one() ? 1 : Long.MAX_VALUE)
                .collect(Collectors.joining(", "));
        return taken.isEmpty() ? IDENTITY : taken;
    }

    private static boolean takes(String coding, List<String> members) {
        String member = member(coding, members);
        return member != null && !isRefusal(member);
    }

    private static boolean refuses(String coding, List<String> members) {
        String member = member(coding, members);
        return member != null && isRefusal(member);
    }

    private static @Nullable String member(String coding, List<String> members) {
        String any = null;
        for (String member : members) {
            int semicolon = member.indexOf(';');
            String name = semicolon < 0 ? member : member.substring(0, semicolon);
            if (name.equals(coding)) {
                return member;
            }
            if (name.equals("*")) {
                any = member;
            }
        }
        return any;
    }

    private static boolean isRefusal(String member) {
        int weight = member.indexOf(";q=");
        return weight >= 0 && Weight.isZero(member.substring(weight + 1));
    }
}
