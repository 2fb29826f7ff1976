package dev.weir.dataplane.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the content of requests goes to the server. */
@ExtendWith(LeakWatch.class)
class UploadTest {
    private static final int PIECE = 64 * 1024;

    private final OriginBench bench = new OriginBench();
    private final ScriptedOrigin server = ScriptedOrigin.start(ScriptedOrigin.answering(ScriptedOrigin.ok("hello")));
    private final Origin origin = bench.open(server.url());

    @AfterEach
    void close() {
        origin.close();
        server.close();
        bench.close();
    }

    @Test
    void theClientIsHeldBackWhileTheServerDoesNotRead() {
        var read = new CountDownLatch(1);
        server.script(client -> {
            var head = client.readHead();
            read.await();
            client.readBody(head);
            client.send(ScriptedOrigin.ok("all"));
        });
        int length = 32 * 1024 * 1024;
        TestUpload upload = TestUpload.open(length);
        RecordedAnswer answer = send("PUT", FieldList.EMPTY, upload);
        await().until(upload::isStarted);

        bench.loop.execute(() -> pump(bench.loop, upload));
        await().until(() -> !upload.flowing);
        read.countDown();

        assertThat(answer.awaitEnd().body()).isEqualTo("all");
        assertThat(upload.wasHeldBack).isTrue();
    }

    @Test
    void anAnswerBeforeTheContentIsSentEndsTheRequest() {
        server.script(client -> {
            client.readHead();
            client.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\ntoo");
            client.awaitClose();
        });
        TestUpload upload = TestUpload.open(1 << 20);
        RecordedAnswer answer = send("POST", FieldList.EMPTY, upload).awaitEnd();

        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("too");
        bench.loop.submit(() -> finish(upload, "what still comes")).syncUninterruptibly();
        assertThat(bench.get(bench.open(server.url()), "/").status()).isEqualTo(413);
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void anAnswerIsReadThoughTheServerStoppedListening() {
        server.script(client -> {
            client.readHead();
            client.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\ntoo");
            client.close();
        });
        TestUpload upload = TestUpload.open(1L << 40);
        RecordedAnswer answer = send("POST", FieldList.EMPTY, upload);
        await().until(() -> upload.isStarted() || answer.endings.get() > 0);

        bench.loop.execute(() -> pump(bench.loop, upload));

        assertThat(answer.awaitEnd().status()).isEqualTo(413);
        assertThat(answer.body()).isEqualTo("too");
    }

    @Test
    void aClientThatBreaksOffBreaksTheRequestOff() {
        var closed = new CountDownLatch(1);
        server.script(client -> {
            client.readHead();
            client.awaitClose();
            closed.countDown();
        });
        TestUpload upload = TestUpload.open(10);
        RecordedAnswer answer = send("POST", FieldList.EMPTY, upload);
        await().until(upload::isStarted);

        bench.loop.execute(() -> receiver(upload).broken("it left"));

        answer.awaitEnd();
        assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.CLIENT);
        assertThat(answer.failure().message()).contains("it left");
        await().until(() -> closed.getCount() == 0);
    }

    @Test
    void contentThatIsNotOfTheLengthItSaidIsNotPassedOn() {
        server.script(client -> {
            client.readHead();
            client.awaitClose();
        });
        for (String content : new String[] {"shorter", "much longer than that"}) {
            TestUpload upload = TestUpload.open(10);
            RecordedAnswer answer = send("POST", FieldList.EMPTY, upload);
            await().until(upload::isStarted);

            bench.loop.execute(() -> finish(upload, content));

            answer.awaitEnd();
            assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.CLIENT);
        }
    }

    @Test
    void contentThatIsExpectedIsSentWhenTheServerSaysSo() {
        var seen = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        server.script(client -> {
            var head = client.readHead();
            assertThat(head.field("Expect")).isEqualTo("100-continue");
            seen.countDown();
            go.await();
            client.send("HTTP/1.1 100 Continue\r\n\r\n");
            client.send(ScriptedOrigin.ok(client.readBody(head)));
        });
        TestUpload upload = TestUpload.of("content");
        RecordedAnswer answer = send("PUT", FieldList.of("Expect", "100-continue"), upload);
        await().until(() -> seen.getCount() == 0);
        go.countDown();

        assertThat(answer.awaitEnd().body()).isEqualTo("content");
        assertThat(answer.informational).isEmpty();
    }

    @Test
    void contentThatIsExpectedIsSentToAServerThatKnowsNothingOfIt() {
        server.script(client -> {
            var head = client.readHead();
            client.send(ScriptedOrigin.ok(client.readBody(head)));
        });
        Origin hasty = bench.open(OriginBench.expectation(OriginBench.settings(server.url()), OriginBench.SHORT));

        FieldList fields = FieldList.of("Expect", "100-continue");
        TestUpload upload = TestUpload.of("content");
        RecordedAnswer answer = bench.send(hasty, OriginBench.request("PUT", "/", fields, upload));

        assertThat(answer.awaitEnd().body()).isEqualTo("content");
    }

    @Test
    void contentThatTheServerDeclinesIsNeverAskedOfTheClient() {
        var closed = new CountDownLatch(1);
        server.script(client -> {
            client.readHead();
            client.send("HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
            client.awaitClose();
            closed.countDown();
        });
        TestUpload upload = TestUpload.of("content");

        RecordedAnswer answer = send("PUT", FieldList.of("Expect", "100-continue"), upload);

        assertThat(answer.awaitEnd().status()).isEqualTo(417);
        assertThat(upload.isStarted()).isFalse();
        await().until(() -> closed.getCount() == 0);
    }

    private RecordedAnswer send(String method, FieldList fields, Upload upload) {
        return bench.send(origin, OriginBench.request(method, "/", fields, upload));
    }

    static Upload.Receiver receiver(TestUpload upload) {
        return Objects.requireNonNull(upload.receiver);
    }

    static void finish(TestUpload upload, String content) {
        receiver(upload).content(Unpooled.copiedBuffer(content, StandardCharsets.ISO_8859_1));
        receiver(upload).end(FieldList.EMPTY);
    }

    /** Sends as much as it has, as fast as it may. */
    static void pump(EventLoop loop, TestUpload upload) {
        pump(loop, upload, upload.length());
    }

    private static void pump(EventLoop loop, TestUpload upload, long left) {
        long rest = left;
        for (int i = 0; i < 16 && upload.flowing && rest > 0; i++) {
            int size = (int) Math.min(rest, PIECE);
            receiver(upload)
                    .content(PooledByteBufAllocator.DEFAULT.directBuffer(size).writeZero(size));
            rest -= size;
        }
        if (rest == 0) {
            receiver(upload).end(FieldList.EMPTY);
            return;
        }
        if (loop.isShuttingDown()) {
            return;
        }
        // not at once, which would leave the loop no time for its connections
        long more = rest;
        loop.schedule(() -> pump(loop, upload, more), 1, TimeUnit.MILLISECONDS);
    }
}
