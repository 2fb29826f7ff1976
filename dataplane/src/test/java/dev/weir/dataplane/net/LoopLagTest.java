package dev.weir.dataplane.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoopLagTest {

    @Test
    void aBlockedEventLoopIsSeenToBeLate() throws InterruptedException {
        var meters = new SimpleMeterRegistry();
        try (EventLoops loops = EventLoops.open(Transport.NIO, "test", 1)) {
            LoopLag.measure(loops, meters);
            Timer lag = meters.get("weir.event.loop.lag").tag("loop", "0").timer();
            await().until(() -> lag.count() > 0);

            var blocked = new CountDownLatch(1);
            var released = new CountDownLatch(1);
            loops.group().next().execute(() -> {
                blocked.countDown();
                awaitRelease(released);
            });
            blocked.await();
            assertThat(released.await(1, TimeUnit.SECONDS)).isFalse();
            released.countDown();

            await().until(() -> lag.max(TimeUnit.MILLISECONDS) > 500);
        }
    }

    private static void awaitRelease(CountDownLatch released) {
        try {
            released.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
