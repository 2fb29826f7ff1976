package dev.weir.dataplane.http.server;

/**
 * {@code *( BWS ";" BWS name [ BWS "=" BWS value ] )} (RFC 9112 section 7.1.1): nothing else may stand behind a size.
 */
final class ChunkExtensions {
    private final byte[] line;
    private int at;

    private ChunkExtensions(byte[] line, int from) {
        this.line = line;
        this.at = from;
    }

    /** @param line ends with CR and LF */
    static void check(byte[] line, int from) throws Rejected {
        var extensions = new ChunkExtensions(line, from);
        while (extensions.at < line.length - 2) {
            extensions.one();
        }
    }

    private void one() throws Rejected {
        blanks();
        require(';');
        blanks();
        token();
        int nameEnd = at;
        blanks();
        if (line[at] != '=') {
            at = nameEnd; // blanks belong to what follows, and nothing may follow them
            return;
        }
        at++;
        blanks();
        if (line[at] == '"') {
            quoted();
        } else {
            token();
        }
    }

    private void quoted() throws Rejected {
        at++;
        while (line[at] != '"') {
            if (line[at] == '\\') {
                at++;
            }
            if (!Octets.isValue(line[at])) {
                throw bad();
            }
            at++;
        }
        at++;
    }

    private void token() throws Rejected {
        int from = at;
        while (Octets.isToken(line[at])) {
            at++;
        }
        if (at == from) {
            throw bad();
        }
    }

    private void blanks() {
        while (Octets.isBlank(line[at])) {
            at++;
        }
    }

    private void require(char expected) throws Rejected {
        if (line[at++] != expected) {
            throw bad();
        }
    }

    private static Rejected bad() {
        return Rejected.framing("a chunk has something behind its size that is no extension");
    }
}
