package dev.weir.dataplane.kafka.web.access;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.proc.SecurityContext;
import dev.weir.dataplane.logging.LogKey;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keys that a server gives, and that are kept. It is asked again for a key that is not known, and when what is known is
 * old; both are bounded, whatever tokens come. While it is away, what is known goes on.
 */
public final class FetchedKeys implements TokenKeys {
    private static final Logger log = LoggerFactory.getLogger(FetchedKeys.class);

    /** How long keys are taken for what the server has. One that it has withdrawn is not taken for longer. */
    static final Duration FRESH = Duration.ofMinutes(5);

    /** Between two looks for a key that is not known, whoever asks for how many. */
    static final Duration PAUSE = Duration.ofSeconds(10);

    /** The same while no key is known at all, and nobody can be let in. */
    static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final From from;
    private final InstantSource clock;
    private final Counter fetched;
    private final Counter failed;
    private final ReentrantLock fetching = new ReentrantLock();
    private final KeyServer server;
    private volatile @Nullable JWKSet keys;
    private volatile Instant asked = Instant.EPOCH;
    private volatile Instant known = Instant.EPOCH;
    private volatile String problem = "they have not been asked for yet";
    private volatile boolean closed;

    /**
     * Where they are.
     *
     * @param authorities PEM: who vouches for the server; null for those that Java knows
     */
    public record From(URI url, @Nullable Path authorities) {}

    public FetchedKeys(From from, InstantSource clock, MeterRegistry meters) {
        this.from = from;
        this.clock = clock;
        this.server = new KeyServer(from);
        fetched = counter(meters, "fetched");
        failed = counter(meters, "failed");
    }

    private static Counter counter(MeterRegistry meters, String result) {
        return Counter.builder("weir.web.key.fetches").tag("result", result).register(meters);
    }

    public From from() {
        return from;
    }

    @Override
    public List<JWK> get(JWKSelector selector, @Nullable SecurityContext context) throws KeySourceException {
        JWKSet now = keys;
        if (now == null) {
            fetch(FIRST_PAUSE);
            now = keys;
            if (now == null) {
                throw new KeySourceException(problem);
            }
        }
        List<JWK> found = selector.select(now);
        if (!found.isEmpty() || !fetch(PAUSE)) {
            return found;
        }
        return selector.select(keys);
    }

    /**
     * Asks the server, unless that was done a moment ago. Who comes while somebody asks waits for the answer to that.
     *
     * @return whether there may be other keys than before
     */
    private boolean fetch(Duration pause) throws KeySourceException {
        Instant came = known;
        try {
            fetching.lockInterruptibly();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KeySourceException("the data-plane is stopping");
        }
        try {
            if (!closed && !clock.instant().isBefore(asked.plus(pause))) {
                ask();
            }
            return !known.equals(came);
        } finally {
            fetching.unlock();
        }
    }

    private void ask() {
        asked = clock.instant();
        try {
            keys = TokenKeys.parse(server.ask());
            known = asked;
            fetched.increment();
            tell("");
        } catch (IOException | IllegalArgumentException e) { // the latter of a host that Java's client does not take
            failed.increment();
            tell(String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tell(String reason) {
        if (reason.equals(problem)) {
            return;
        }
        problem = reason;
        if (reason.isEmpty()) {
            log.atInfo().addKeyValue(LogKey.URL, from.url()).log("The keys that tokens are verified with are known");
        } else {
            log.atWarn()
                    .addKeyValue(LogKey.URL, from.url())
                    .addKeyValue(LogKey.REASON, reason)
                    .log("The keys that tokens are verified with cannot be had; those that are known are used");
        }
    }

    @Override
    public int count() {
        JWKSet now = keys;
        return now == null ? 0 : now.size();
    }

    @Override
    public @Nullable String problem() {
        String now = problem;
        return now.isEmpty() ? null : now;
    }

    /** Asks on a thread of its own, so that no request waits for keys that are old. */
    @Override
    public void refresh() {
        if (!clock.instant().isBefore(known.plus(FRESH)) && !fetching.isLocked()) {
            Thread.ofVirtual().name("weir-web-keys").start(() -> {
                try {
                    fetch(PAUSE);
                } catch (KeySourceException e) {
                    // it is stopping
                }
            });
        }
    }

    @Override
    public void close() {
        closed = true;
        server.close();
    }
}
