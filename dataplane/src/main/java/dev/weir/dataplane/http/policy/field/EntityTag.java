package dev.weir.dataplane.http.policy.field;

import org.jspecify.annotations.Nullable;

/**
 * An entity tag (RFC 9110 section 8.8.3), kept as received: origins that forget the quotes are common, and what they
 * sent is what they recognise. Such a tag compares like any other but is never strong.
 */
public record EntityTag(String text) {
    public static @Nullable EntityTag of(Fields fields) {
        String text = fields.first(FieldName.ETAG);
        return text == null || text.isEmpty() ? null : new EntityTag(text);
    }

    public boolean isStrong() {
        return isQuoted(text, 0);
    }

    /** RFC 9110 section 8.8.3.2: equal, and neither is weak. */
    public boolean matchesStrongly(EntityTag other) {
        return isStrong() && text.equals(other.text);
    }

    /** RFC 9110 section 8.8.3.2: equal, whether weak or not. */
    public boolean matchesWeakly(EntityTag other) {
        return opaque().equals(other.opaque());
    }

    /** Whether a list of tags, as If-None-Match has it, names this one by weak comparison. */
    public boolean isIn(String list) {
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < list.length(); i++) {
            char c = list.charAt(i);
            // a backslash escapes nothing within an entity tag
            if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                if (matchesWeakly(new EntityTag(list.substring(start, i).strip()))) {
                    return true;
                }
                start = i + 1;
            }
        }
        return matchesWeakly(new EntityTag(list.substring(start).strip()));
    }

    /** The same for a representation that means the same without being so to the byte (RFC 9110 section 8.8.1). */
    public EntityTag weakened() {
        return isStrong() ? new EntityTag("W/" + text) : this;
    }

    private String opaque() {
        return text.startsWith("W/") && isQuoted(text, 2) ? text.substring(2) : text;
    }

    private static boolean isQuoted(String text, int from) {
        int last = text.length() - 1;
        return last > from && text.charAt(from) == '"' && text.indexOf('"', from + 1) == last;
    }
}
