package dev.weir.dataplane.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Answers are not read faster than somebody wants them. */
@ExtendWith(LeakWatch.class)
class FlowTest {
    private static final int SIZE = 64 * 1024 * 1024;

    private final OriginBench bench = new OriginBench();
    private final AtomicLong sent = new AtomicLong();
    private final CountDownLatch done = new CountDownLatch(1);
    private final ScriptedOrigin server = ScriptedOrigin.start(client -> {
        client.readRequest();
        client.send("HTTP/1.1 200 OK\r\nContent-Length: " + SIZE + "\r\n\r\n");
        byte[] piece = new byte[64 * 1024];
        while (sent.get() < SIZE) {
            client.send(piece);
            sent.addAndGet(piece.length);
        }
        client.close();
        done.countDown();
    });
    private final Origin origin = bench.open(server.url());

    @AfterEach
    void close() {
        origin.close();
        server.close();
        bench.close();
    }

    @Test
    void theServerIsHeldBackWhileNobodyWantsMore() {
        OriginBench.Sent request = bench.sendOn(bench.loop, origin, OriginBench.get("/"), new RecordedAnswer(true));
        request.answer().awaitHead();
        awaitRest();

        assertThat(done.getCount()).isOne();
        assertThat(request.answer().received()).isLessThan(SIZE / 2);
        request.flow(true);

        assertThat(request.answer().awaitEnd().failure).isNull();
        assertThat(request.answer().received()).isEqualTo(SIZE);
    }

    @Test
    void nothingIsLostWhenTheServerClosesMeanwhile() {
        OriginBench.Sent request = bench.sendOn(bench.loop, origin, OriginBench.get("/"), new RecordedAnswer(true));
        request.answer().awaitHead();
        while (done.getCount() > 0) {
            int before = request.answer().received();
            request.flow(true);
            await().until(() -> request.answer().received() > before || done.getCount() == 0);
            request.flow(false);
        }
        awaitRest();

        request.flow(true);

        assertThat(request.answer().awaitEnd().failure).isNull();
        assertThat(request.answer().received()).isEqualTo(SIZE);
    }

    /** Until nothing moves any more. */
    private void awaitRest() {
        long[] last = {-1};
        await().pollInterval(java.time.Duration.ofMillis(300)).until(() -> {
            boolean rests = sent.get() == last[0];
            last[0] = sent.get();
            return rests;
        });
    }
}
