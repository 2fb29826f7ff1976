package dev.weir.dataplane.kafka.web.access;

import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.proc.SecurityContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import org.jspecify.annotations.Nullable;

/** The keys that tokens are verified with. */
public sealed interface TokenKeys extends JWKSource<SecurityContext>, AutoCloseable permits FetchedKeys, KeysInFile {
    int BYTES_MAX = 256 * 1024;
    int KEYS_MAX = 100;

    /** How many are known. */
    int count();

    /** Why those that are known may be old, or none is known; null while all is well. */
    @Nullable
    String problem();

    /** Looks for others, where that does not depend on who asks. May block on the disk. */
    void refresh();

    @Override
    void close();

    /**
     * Reads a JSON Web Key Set (RFC 7517).
     *
     * @throws IOException with what is wrong with it
     */
    static JWKSet parse(byte[] json) throws IOException {
        JWKSet keys;
        try {
            keys = JWKSet.parse(new String(json, StandardCharsets.UTF_8));
        } catch (ParseException | IllegalArgumentException e) {
            throw new IOException("it is not a JSON Web Key Set", e);
        }
        if (keys.isEmpty() || keys.size() > KEYS_MAX) {
            throw new IOException("it has " + keys.size() + " keys, not from 1 to " + KEYS_MAX);
        }
        return keys;
    }
}
