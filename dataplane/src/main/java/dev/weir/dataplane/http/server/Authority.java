package dev.weir.dataplane.http.server;

import io.netty.util.NetUtil;

/** The host and port that a request is for: {@code uri-host [ ":" port ]} (RFC 9110 section 7.2). */
final class Authority {
    private Authority() {}

    static boolean isValid(String authority) {
        int hostEnd = authority.startsWith("[") ? literalEnd(authority) : nameEnd(authority);
        return hostEnd > 0 && isPort(authority, hostEnd);
    }

    private static int nameEnd(String authority) {
        int at = 0;
        while (at < authority.length() && Octets.isHost(authority.charAt(at))) {
            if (authority.charAt(at) == '%' && !isEncoding(authority, at)) {
                return -1;
            }
            at++;
        }
        return at;
    }

    private static boolean isEncoding(String authority, int at) {
        return at + 2 < authority.length()
                && Character.digit(authority.charAt(at + 1), 16) >= 0
                && Character.digit(authority.charAt(at + 2), 16) >= 0;
    }

    private static int literalEnd(String authority) {
        int end = authority.indexOf(']');
        return end > 0 && NetUtil.isValidIpV6Address(authority.substring(1, end)) ? end + 1 : -1;
    }

    /** Nothing, or a colon and digits, or no digits (RFC 3986 section 3.2.3). */
    private static boolean isPort(String authority, int from) {
        if (from == authority.length()) {
            return true;
        }
        int digits = authority.length() - from - 1;
        if (authority.charAt(from) != ':' || digits > 5) {
            return false;
        }
        int port = 0;
        for (int i = from + 1; i < authority.length(); i++) {
            char digit = authority.charAt(i);
            if (digit < '0' || digit > '9') {
                return false;
            }
            port = port * 10 + digit - '0';
        }
        return port < 65536;
    }
}
