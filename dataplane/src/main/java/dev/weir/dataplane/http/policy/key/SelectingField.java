package dev.weir.dataplane.http.policy.key;

import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.ListValue;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Request fields in the one form that all values share which RFC 9111 section 4.1 lets match: lines combined,
 * whitespace removed around commas, and where a field's specification says so, without regard to order and case.
 */
final class SelectingField {
    /** No lists: any comma in them is just a character. */
    private static final Set<String> SINGLE = Set.of(
            FieldName.AUTHORIZATION,
            FieldName.COOKIE,
            FieldName.HOST,
            FieldName.IF_MODIFIED_SINCE,
            FieldName.IF_UNMODIFIED_SINCE,
            FieldName.RANGE,
            "origin",
            "referer",
            "user-agent");

    private SelectingField() {}

    /**
     * The form to compare.
     *
     * @param name in lower case
     * @param value all lines of it; null when there are none, which matches nothing but itself
     */
    static @Nullable String normalize(String name, @Nullable String value) {
        if (value == null || SINGLE.contains(name)) {
            return value;
        }
        List<String> members = ListValue.members(List.of(value));
        return switch (name) {
            case FieldName.ACCEPT_ENCODING, FieldName.ACCEPT_LANGUAGE, FieldName.ACCEPT_CHARSET, FieldName.ACCEPT ->
                WeightedList.normalize(name, members);
            default -> String.join(",", members);
        };
    }
}
