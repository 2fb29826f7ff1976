package dev.weir.api.schema;

/**
 * A user's text as it may stand in a message: quoted, on one line, of bounded length, and without what may be secret.
 */
public final class Quoted {
    private static final int LENGTH_MAX = 60;

    private Quoted() {}

    public static String of(String text) {
        // user:password@host is the one way in which a secret gets into fields that are not meant for it
        if (text.indexOf('@') >= 0) {
            return "this text (not shown: it may hold a password)";
        }
        return '"' + plain(text) + '"';
    }

    /** The same without the quotes, for what is likely to be a name. */
    public static String plain(String text) {
        var plain = new StringBuilder();
        text.codePoints().limit(LENGTH_MAX).forEach(c -> {
            if (Character.isISOControl(c)) {
                plain.append(String.format("\\u%04x", c));
            } else {
                plain.appendCodePoint(c);
            }
        });
        if (text.codePointCount(0, text.length()) > LENGTH_MAX) {
            plain.append("...");
        }
        return plain.toString();
    }
}
