package dev.weir.dataplane.http.server;

import io.netty.util.AsciiString;

/** What octets may stand for in HTTP/1 messages, and comparisons of them. */
final class Octets {
    static final byte CR = '\r';
    static final byte LF = '\n';

    private static final int TOKEN = 1;
    private static final int TARGET = 2;
    private static final int VALUE = 4;
    private static final int HOST = 8;
    private static final byte[] KINDS = new byte[256];

    static {
        String letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
        mark(letters + "!#$%&'*+-.^_`|~", TOKEN); // RFC 9110 section 5.6.2
        mark(letters + "-._~!$&'()*+,;=%", HOST); // RFC 3986 section 3.2.2
        for (int c = 0x21; c <= 0x7e; c++) {
            // wider than RFC 3986, as browsers are; a fragment is never sent (RFC 9112 section 3.2)
            if (c != '#') {
                KINDS[c] |= TARGET;
            }
        }
        for (int c = 0; c < 256; c++) {
            // RFC 9110 section 5.5: visible characters, spaces, tabs, and what may be of another character set
            if (c == '\t' || (c >= ' ' && c != 0x7f)) {
                KINDS[c] |= VALUE;
            }
        }
    }

    private Octets() {}

    private static void mark(String characters, int kind) {
        for (int i = 0; i < characters.length(); i++) {
            KINDS[characters.charAt(i)] |= (byte) kind;
        }
    }

    static boolean isToken(byte octet) {
        return (KINDS[octet & 0xff] & TOKEN) != 0;
    }

    static boolean isTarget(byte octet) {
        return (KINDS[octet & 0xff] & TARGET) != 0;
    }

    static boolean isValue(byte octet) {
        return (KINDS[octet & 0xff] & VALUE) != 0;
    }

    static boolean isHost(char character) {
        return character < 256 && (KINDS[character] & HOST) != 0;
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    /** Whether the octets are these, in any case of letters. */
    static boolean equal(byte[] octets, int from, int to, String text) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            byte octet = octets[from + i];
            char character = text.charAt(i);
            if (octet != character
                    && AsciiString.toLowerCase((char) (octet & 0xff)) != AsciiString.toLowerCase(character)) {
                return false;
            }
        }
        return true;
    }
}
