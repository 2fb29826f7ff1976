package dev.weir.api.document;

import dev.weir.api.schema.Quoted;
import java.util.regex.Pattern;

/** How problems name the fields of a document: {@code spec.upstreams[0].bootstrapServers}. */
final class FieldPath {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_-]{1,63}");

    private FieldPath() {}

    static String field(String parent, String name) {
        if (!PLAIN.matcher(name).matches()) {
            return parent + "[" + Quoted.of(name) + "]";
        }
        return parent.isEmpty() ? name : parent + "." + name;
    }

    static String item(String parent, int index) {
        return parent + "[" + index + "]";
    }

    /** Whether one of them is the other or a part of it. */
    static boolean related(String a, String b) {
        return isWithin(a, b) || isWithin(b, a);
    }

    private static boolean isWithin(String part, String whole) {
        return part.startsWith(whole)
                && (part.length() == whole.length()
                        || part.charAt(whole.length()) == '.'
                        || part.charAt(whole.length()) == '[');
    }
}
