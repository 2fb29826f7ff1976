package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/** The names of methods, those that are usual without making a text of each. */
final class Method {
    private static final byte[] GET = "GET".getBytes(US_ASCII);
    private static final byte[] HEAD = "HEAD".getBytes(US_ASCII);
    private static final byte[] POST = "POST".getBytes(US_ASCII);

    private Method() {}

    static String of(byte[] octets, int length) {
        if (is(GET, octets, length)) {
            return "GET";
        }
        if (is(HEAD, octets, length)) {
            return "HEAD";
        }
        return is(POST, octets, length) ? "POST" : new String(octets, 0, length, US_ASCII);
    }

    private static boolean is(byte[] method, byte[] octets, int length) {
        return length == method.length && Arrays.equals(octets, 0, length, method, 0, length);
    }
}
