package dev.weir.dataplane.kafka.upstream.security;

import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.memory.MemoryPool;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.network.ChannelMetadataRegistry;
import org.apache.kafka.common.network.KafkaChannel;
import org.jspecify.annotations.Nullable;

/**
 * Connections whose login must first succeed elsewhere, at a token endpoint that is away: it is tried again on a thread
 * of its own, and until then no connection comes about, for the reason that the last attempt failed. So what is cached
 * is served after a restart whether the endpoint answers or not.
 */
final class LateLogin implements ChannelBuilder {
    private static final Duration FIRST = Duration.ofMillis(500);
    private static final Duration MOST = Duration.ofSeconds(10);

    private final Supplier<ChannelBuilder> login;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition closing = lock.newCondition();
    private volatile @Nullable ChannelBuilder builder;
    private volatile KafkaException failure;
    private boolean closed;

    private LateLogin(Supplier<ChannelBuilder> login, KafkaException failure) {
        this.login = login;
        this.failure = failure;
    }

    /**
     * Goes on trying.
     *
     * @param failure why it failed the first time
     */
    static LateLogin after(KafkaException failure, Supplier<ChannelBuilder> login) {
        var late = new LateLogin(login, failure);
        Thread.ofVirtual().name("weir-login").start(late::run);
        return late;
    }

    private void run() {
        for (Duration pause = FIRST; !closedWithin(pause); pause = longer(pause)) {
            try {
                use(login.get());
                return;
            } catch (KafkaException e) {
                failure = e;
            }
        }
    }

    private static Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(MOST) < 0 ? twice : MOST;
    }

    private boolean closedWithin(Duration pause) {
        lock.lock();
        try {
            long left = pause.toNanos();
            while (!closed && left > 0) {
                left = closing.awaitNanos(left);
            }
            return closed;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        } finally {
            lock.unlock();
        }
    }

    private void use(ChannelBuilder made) {
        lock.lock();
        try {
            if (closed) {
                made.close();
            } else {
                builder = made;
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public KafkaChannel buildChannel(
            String id, SelectionKey key, int receiveBytesMax, MemoryPool pool, ChannelMetadataRegistry registry) {
        ChannelBuilder ready = builder;
        if (ready == null) {
            throw new KafkaException("there is no token to log in with (" + Causes.innermostMessage(failure)
                    + "); check tokenEndpoint, clientId and clientSecret in the secret of sasl.secretRef");
        }
        return ready.buildChannel(id, key, receiveBytesMax, pool, registry);
    }

    /** The login knows its settings. */
    @Override
    public void configure(Map<String, ?> configs) {}

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            closing.signalAll();
            if (builder != null) {
                builder.close();
            }
        } finally {
            lock.unlock();
        }
    }
}
