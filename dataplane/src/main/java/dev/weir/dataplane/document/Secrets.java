package dev.weir.dataplane.document;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The secrets that documents name, found as files: {@code <folder>/<secret>/<key>}.
 *
 * @param folder the folder, or null when this process was given none
 */
public record Secrets(@Nullable Path folder) {
    private static final int BYTES_MAX = 1024 * 1024;

    /** What came of looking for a secret. */
    public sealed interface Lookup {}

    /** The file that holds it; read it anew when it may have changed. */
    public record Found(Path file) implements Lookup {}

    /**
     * There is none that can be read.
     *
     * @param message which one, and why
     * @param advice what the user can do
     */
    public record Missing(String message, String advice) implements Lookup {}

    /** Finds one key of a secret. */
    public Lookup find(String secret, String key) {
        String what = "secret " + secret + ", key " + key;
        if (folder == null) {
            return new Missing(
                    what + " is needed, but there is no folder of secrets", "name the folder with --secrets");
        }
        Path file = folder.resolve(secret).resolve(key).normalize();
        if (!isPlain(secret) || !isPlain(key) || !file.startsWith(folder.normalize())) {
            return new Missing(what + " is not a name that a secret can have", "use the name of a Kubernetes Secret");
        }
        if (!Files.isRegularFile(file)) {
            return new Missing(what + " is missing", "create the file " + file);
        }
        if (!Files.isReadable(file)) {
            return new Missing(what + " cannot be read", "let this process read the file " + file);
        }
        return new Found(file);
    }

    /** The bytes of a secret that was found. */
    public static byte[] read(Found found) throws IOException {
        long size = Files.size(found.file());
        if (size > BYTES_MAX) {
            throw new IOException(found.file() + " has " + size + " bytes, more than a secret may have");
        }
        return Files.readAllBytes(found.file());
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty() && !name.startsWith("..") && name.indexOf('/') < 0;
    }
}
