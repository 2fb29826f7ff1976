package dev.weir.api;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * The checksum of a set of documents, by which whoever wrote them recognises that they run.
 *
 * <p>It covers the name and the text of each file, in the order of the names, each with its length before it, so that
 * no two different sets give the same bytes. The text counts as written: a comment makes a difference.
 */
public final class DocumentChecksum {
    private DocumentChecksum() {}

    /**
     * The checksum, such as {@code sha256:5f2c…}.
     *
     * @param texts the text of each file, by the file's name without a folder
     */
    public static String of(Map<String, String> texts) {
        MessageDigest digest = sha256();
        new TreeMap<>(texts).forEach((name, text) -> {
            update(digest, name);
            update(digest, text);
        });
        return "sha256:" + HexFormat.of().formatHex(digest.digest());
    }

    private static void update(MessageDigest digest, String part) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        digest.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
