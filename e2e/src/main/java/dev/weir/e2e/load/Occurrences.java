package dev.weir.e2e.load;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;

/** Counts how often a text comes up in bytes that arrive in pieces. Its first character is not in it again. */
final class Occurrences {
    private final byte[] text;
    private int matched;
    private long count;

    Occurrences(String text) {
        this.text = text.getBytes(US_ASCII);
    }

    long count() {
        return count;
    }

    void pass(ByteBuffer bytes) {
        while (bytes.hasRemaining()) {
            byte next = bytes.get();
            if (next == text[matched]) {
                matched++;
            } else {
                matched = next == text[0] ? 1 : 0;
            }
            if (matched == text.length) {
                count++;
                matched = 0;
            }
        }
    }
}
