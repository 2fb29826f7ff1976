package dev.weir.e2e.host;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a child process printed. */
public record LogFile(Path path) {
    private static final int TAIL_BYTES = 8 * 1024;

    /** The end of the log, at most 8 KiB, beginning with a whole line. */
    public String tail() {
        try (var file = new RandomAccessFile(path.toFile(), "r")) {
            long skipped = Math.max(0, file.length() - TAIL_BYTES);
            byte[] end = new byte[(int) (file.length() - skipped)];
            file.seek(skipped);
            file.readFully(end);
            String text = new String(end, StandardCharsets.UTF_8);
            return skipped == 0 ? text : text.substring(text.indexOf('\n') + 1);
        } catch (IOException e) {
            return "(no log: " + e.getMessage() + ")";
        }
    }

    public boolean contains(String text) {
        try {
            return Files.readString(path).contains(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
