package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

/**
 * The first line of a request (RFC 9112 section 3): nothing but single spaces in it, and a target without anything that
 * the next server could read otherwise.
 *
 * @param end where the fields begin
 */
record RequestLine(String method, String target, boolean http10, int end) {
    private static final int VERSION_LENGTH = "HTTP/1.1".length();

    static RequestLine parse(byte[] octets) throws Rejected {
        int at = 0;
        while (Octets.isToken(octets[at])) {
            at++;
        }
        if (at == 0 || octets[at] != ' ') {
            throw Rejected.malformed("the request line does not begin with a method and a space");
        }
        String method = Method.of(octets, at);
        int targetFrom = ++at;
        while (Octets.isTarget(octets[at])) {
            at++;
        }
        if (at == targetFrom || octets[at] != ' ') {
            throw Rejected.malformed(
                    octets[at] == Octets.CR
                            ? "the request line does not say the version of HTTP"
                            : "the request target has a character that it must not have");
        }
        String target = new String(octets, targetFrom, at - targetFrom, US_ASCII);
        int versionFrom = at + 1;
        int end = versionFrom + VERSION_LENGTH + 2;
        if (!isVersion(octets, versionFrom) || octets[end - 2] != Octets.CR || octets[end - 1] != Octets.LF) {
            throw Rejected.malformed("the request line does not end with the version of HTTP");
        }
        if (octets[versionFrom + 5] != '1') {
            throw new Rejected(Reason.UNKNOWN_VERSION, "this is served by HTTP/1.1 and HTTP/1.0");
        }
        // a higher minor version is as the highest that is known (RFC 9110 section 6.2)
        return new RequestLine(method, target, octets[versionFrom + 7] == '0', end);
    }

    private static boolean isVersion(byte[] octets, int from) {
        // an empty line is at the end at least, so that there are enough octets or the first of these is false
        return from + VERSION_LENGTH + 2 <= octets.length
                && octets[from] == 'H'
                && octets[from + 1] == 'T'
                && octets[from + 2] == 'T'
                && octets[from + 3] == 'P'
                && octets[from + 4] == '/'
                && Octets.isDigit(octets[from + 5])
                && octets[from + 6] == '.'
                && Octets.isDigit(octets[from + 7]);
    }
}
