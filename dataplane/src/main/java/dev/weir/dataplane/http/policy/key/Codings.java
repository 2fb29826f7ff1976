package dev.weir.dataplane.http.policy.key;

import dev.weir.dataplane.http.policy.field.FieldName;
import java.util.List;

/**
 * The content codings that Accept-Encoding is cut down to.
 *
 * @param names in the order to name them in; empty to leave it as clients send it
 * @param one whether only the first of them is asked for that a client takes
 */
public record Codings(List<String> names, boolean one) {
    public static final Codings AS_SENT = new Codings(List.of(), false);

    public Codings {
        names = names.stream().map(FieldName::lowerCase).toList();
    }

    public static Codings all(String... names) {
        return new Codings(List.of(names), false);
    }

    public boolean isEmpty() {
        return names.isEmpty();
    }
}
