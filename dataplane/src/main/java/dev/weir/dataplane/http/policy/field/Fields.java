package dev.weir.dataplane.http.policy.field;

import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The header fields of one message: lines in the order received, names compared without regard to case.
 *
 * <p>A view, so that whatever a server or a store keeps its fields in can be read without copying. This package asks by
 * the lower-case names of {@link FieldName}; values come without surrounding whitespace, as RFC 9110 section 5.5 has
 * it.
 */
public interface Fields {
    /** The value of the first line of that name. */
    @Nullable
    String first(String name);

    /** The values of all lines of that name, in order. */
    List<String> all(String name);

    /** Every line: name as received, value. */
    void forEach(BiConsumer<String, String> line);

    default boolean has(String name) {
        return first(name) != null;
    }

    /** All lines of that name as one value (RFC 9110 section 5.3), or null when there is none. */
    default @Nullable String combined(String name) {
        String first = first(name);
        if (first == null) {
            return null;
        }
        List<String> lines = all(name);
        return lines.size() == 1 ? first : String.join(", ", lines);
    }
}
