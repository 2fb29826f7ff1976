package dev.weir.dataplane.kafka.web.access;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.SecurityContext;
import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keys in a file, which is read anew when it changes. What cannot be used changes nothing. */
public final class KeysInFile implements TokenKeys {
    private static final Logger log = LoggerFactory.getLogger(KeysInFile.class);

    private final Path file;
    private byte[] seen;
    private volatile JWKSet keys;
    private volatile @Nullable String problem;

    private KeysInFile(Path file, byte[] seen, JWKSet keys) {
        this.file = file;
        this.seen = seen;
        this.keys = keys;
    }

    /**
     * Reads them for the first time.
     *
     * @throws IOException with what is wrong, when there is no such file, or it holds something else
     */
    public static KeysInFile open(Path file) throws IOException {
        byte[] content = read(file);
        return new KeysInFile(file, content, TokenKeys.parse(content));
    }

    public Path file() {
        return file;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) {
        return selector.select(keys);
    }

    @Override
    public int count() {
        return keys.size();
    }

    @Override
    public @Nullable String problem() {
        return problem;
    }

    @Override
    public synchronized void refresh() {
        try {
            byte[] now = read(file);
            if (!Arrays.equals(now, seen)) {
                keys = TokenKeys.parse(now);
                seen = now;
                log.atInfo().addKeyValue(LogKey.FILE, file).log("Tokens are verified with the keys that are there now");
            }
            problem = null;
        } catch (IOException e) {
            String reason = String.valueOf(e.getMessage());
            if (!reason.equals(problem)) {
                problem = reason;
                log.atWarn()
                        .addKeyValue(LogKey.FILE, file)
                        .addKeyValue(LogKey.REASON, reason)
                        .log("Keys have changed and cannot be used; tokens are verified with those before");
            }
        }
    }

    private static byte[] read(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new IOException(file + " is missing");
        }
        if (Files.size(file) > BYTES_MAX) {
            throw new IOException(file + " is larger than any set of keys");
        }
        return Files.readAllBytes(file);
    }

    @Override
    public void close() {
        // nothing is open
    }
}
