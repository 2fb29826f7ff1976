package dev.weir.dataplane.kafka.web.write;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.weir.dataplane.kafka.web.answer.Problem;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Who comes again with the same {@code Idempotency-Key} is given the first answer. What certainly was not written may
 * be tried again. Known to this process alone, for a while, and for as many as there is memory for.
 */
final class Idempotency {
    private static final Duration KEPT = Duration.ofMinutes(10);
    private static final long BYTES_MAX = 16L * 1024 * 1024;
    private static final int KEY_LENGTH_MAX = 255;

    private final Map<String, Claim> present = new HashMap<>();
    private final Cache<String, Known> known = Caffeine.newBuilder()
            .maximumWeight(Math.min(BYTES_MAX, Runtime.getRuntime().maxMemory() / 32))
            .<String, Known>weigher((key, done) -> 2 * key.length() + done.answer.footprint())
            .expireAfterWrite(KEPT)
            .executor(Runnable::run)
            .build();

    @SuppressWarnings("ArrayRecordComponent") // compared as what it is
    private record Known(byte[] fingerprint, Answer answer) {}

    /** What becomes of a request with a key; whoever has it gives an answer, whatever happens. */
    final class Claim {
        private final String key;
        private final byte[] fingerprint;
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();

        private Claim(String key, byte[] fingerprint) {
            this.key = key;
            this.fingerprint = fingerprint;
        }

        /**
         * Everybody who waits gets this answer.
         *
         * @param remembered whether those get it too who come later
         */
        void answered(Answer first, boolean remembered) {
            synchronized (Idempotency.this) {
                if (remembered) {
                    known.put(key, new Known(fingerprint, first));
                }
                present.remove(key);
            }
            answer.complete(first);
        }
    }

    /** Whether somebody came before with this key, and what that came to. */
    sealed interface Turn {
        /** Nobody did. */
        record First(Claim claim) implements Turn {}

        /** Somebody did. */
        record Again(CompletableFuture<Answer> answer) implements Turn {}
    }

    /** @param client whose keys are no others' */
    synchronized Turn turn(String client, String said, byte[] fingerprint) throws WriteException {
        if (said.isEmpty() || said.length() > KEY_LENGTH_MAX) {
            throw WriteException.badRequest("Idempotency-Key must have 1 to " + KEY_LENGTH_MAX + " characters");
        }
        String key = said.length() + " " + said + client;
        Known done = known.getIfPresent(key);
        if (done != null) {
            mustBeSame(done.fingerprint, fingerprint);
            return new Turn.Again(CompletableFuture.completedFuture(done.answer));
        }
        Claim other = present.get(key);
        if (other != null) {
            mustBeSame(other.fingerprint, fingerprint);
            return new Turn.Again(other.answer);
        }
        var claim = new Claim(key, fingerprint);
        present.put(key, claim);
        return new Turn.First(claim);
    }

    private static void mustBeSame(byte[] first, byte[] second) throws WriteException {
        if (!Arrays.equals(first, second)) {
            throw new WriteException(new Problem(
                    422,
                    "key-reused",
                    "The Idempotency-Key is of another request",
                    "nothing was written: the same Idempotency-Key came with a request that was not the same"));
        }
    }

    synchronized long size() {
        return known.estimatedSize() + present.size();
    }
}
