package dev.weir.dataplane.http.policy.key;

/** Percent-encodings in the form that RFC 3986 sections 6.2.2.1 and 6.2.2.2 prefer. */
final class PercentEncoding {
    private static final String HEX = "0123456789ABCDEF";

    private PercentEncoding() {}

    /**
     * Decodes unreserved characters and writes other encodings in upper case. Text with a percent sign that encodes
     * nothing is left alone: decoding around it could make it look like another one.
     */
    static String normalize(String text) {
        int percent = text.indexOf('%');
        if (percent < 0) {
            return text;
        }
        var normal = new StringBuilder(text.length()).append(text, 0, percent);
        for (int i = percent; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c != '%') {
                normal.append(c);
                continue;
            }
            int octet = octet(text, i + 1);
            if (octet < 0) {
                return text;
            }
            if (isUnreserved(octet)) {
                normal.append((char) octet);
            } else {
                normal.append('%').append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
            }
            i += 2;
        }
        return normal.toString();
    }

    private static int octet(String text, int at) {
        if (at + 1 >= text.length()) {
            return -1;
        }
        int high = hex(text.charAt(at));
        int low = hex(text.charAt(at + 1));
        return high < 0 || low < 0 ? -1 : high << 4 | low;
    }

    private static int hex(char c) {
        return c < 128 ? Character.digit(c, 16) : -1;
    }

    private static boolean isUnreserved(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "-._~".indexOf(c) >= 0;
    }
}
