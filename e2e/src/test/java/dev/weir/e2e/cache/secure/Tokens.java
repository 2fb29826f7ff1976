package dev.weir.e2e.cache.secure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.UUID;

/** Signs tokens (RFC 7519) with RS256, and publishes the key (RFC 7517) for those who check them. */
final class Tokens {
    static final String AUDIENCE = "kafka";
    static final String ISSUER = "weir-tests";

    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

    private final KeyPair keys;

    private Tokens(KeyPair keys) {
        this.keys = keys;
    }

    static Tokens create() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return new Tokens(generator.generateKeyPair());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token for the user, each with an id of its own. */
    String issue(String user, Duration validity) {
        Instant now = Instant.now();
        String header = encoded("{\"alg\":\"RS256\",\"kid\":\"tests\",\"typ\":\"JWT\"}");
        String claims = encoded(
                "{\"sub\":\"%s\",\"scope\":\"kafka\",\"iss\":\"%s\",\"aud\":\"%s\",\"jti\":\"%s\",\"iat\":%d,\"exp\":%d}"
                        .formatted(
                                user,
                                ISSUER,
                                AUDIENCE,
                                UUID.randomUUID(),
                                now.getEpochSecond(),
                                now.plus(validity).getEpochSecond()));
        String signed = header + "." + claims;
        return signed + "." + BASE64.encodeToString(signature(signed));
    }

    /** The public key. */
    String keySet() {
        var key = (RSAPublicKey) keys.getPublic();
        return "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"tests\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\"%s\",\"e\":\"%s\"}]}"
                .formatted(encoded(key.getModulus()), encoded(key.getPublicExponent()));
    }

    /** A file with it. */
    Path keySet(Path folder) {
        try {
            return Files.writeString(folder.resolve("jwks.json"), keySet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private byte[] signature(String text) {
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(keys.getPrivate());
            signature.update(text.getBytes(StandardCharsets.US_ASCII));
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String text) {
        return BASE64.encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Without the byte that only tells that it is positive. */
    private static String encoded(BigInteger number) {
        byte[] bytes = number.toByteArray();
        int from = bytes[0] == 0 ? 1 : 0;
        return BASE64.encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
    }
}
