package dev.weir.dataplane.kafka.web.write;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.http.policy.RequestHead;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Tells whether two requests ask for the same: method, target, what is said of the message, and its value. */
final class Fingerprint {
    private static final int PIECE_BYTES = 16 * 1024;

    private Fingerprint() {}

    static byte[] of(RequestHead head, @Nullable StagedBody body) throws IOException {
        MessageDigest digest = sha256();
        digest.update((head.method() + " " + head.uri()).getBytes(UTF_8));
        var fields = new TreeSet<String>();
        head.fields().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith("weir-") || lower.equals("content-type") || lower.startsWith("if-")) {
                fields.add("\n" + lower + ": " + value);
            }
        });
        fields.forEach(field -> digest.update(field.getBytes(UTF_8)));
        digest.update((byte) 0);
        if (body != null) {
            var piece = new byte[PIECE_BYTES];
            try (InputStream content = body.open()) {
                for (int read = content.read(piece); read >= 0; read = content.read(piece)) {
                    digest.update(piece, 0, read);
                }
            }
        }
        return digest.digest();
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
