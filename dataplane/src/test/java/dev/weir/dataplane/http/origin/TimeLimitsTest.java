package dev.weir.dataplane.http.origin;

import static dev.weir.dataplane.http.origin.OriginBench.LONG;
import static dev.weir.dataplane.http.origin.OriginBench.SHORT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How long is waited for an origin, and for which part of the work. */
@ExtendWith(LeakWatch.class)
class TimeLimitsTest {
    private final OriginBench bench = new OriginBench();
    private final ScriptedOrigin server = ScriptedOrigin.start(client -> client.stall());

    @AfterEach
    void close() {
        server.close();
        bench.close();
    }

    @Test
    void aServerThatDoesNotTakeConnectionsIsTimedOut() throws IOException {
        try (var full = new ServerSocket();
                var waiting = new Connections()) {
            full.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
            waiting.fill(full.getLocalPort());
            Origin origin = open(URI.create("http://127.0.0.1:" + full.getLocalPort()), SHORT, LONG, LONG);

            assertTimeout(bench.get(origin, "/"), "cannot be connected to within 100 ms");
        }
    }

    @Test
    void anAnswerThatDoesNotBeginIsTimedOut() {
        Origin origin = open(server.url(), LONG, SHORT, LONG);

        assertTimeout(bench.get(origin, "/"), "did not begin to answer within 100 ms");
    }

    @Test
    void interimAnswersDoNotProlongTheWait() {
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.1 103 Early Hints\r\n\r\n");
            client.stall();
        });
        Origin origin = open(server.url(), LONG, SHORT, LONG);

        assertTimeout(bench.get(origin, "/"), "did not begin to answer within 100 ms");
    }

    @Test
    void anAnswerThatStopsIsTimedOut() {
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
            client.stall();
        });
        Origin origin = open(server.url(), LONG, LONG, SHORT);

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.body()).isEqualTo("hello");
        assertTimeout(answer, "stopped in the middle of its answer for 100 ms");
    }

    @Test
    void theConnectionOfARequestThatIsTimedOutIsClosed() {
        var closed = new CountDownLatch(1);
        server.script(client -> {
            client.readRequest();
            client.awaitClose();
            closed.countDown();
        });
        Origin origin = open(server.url(), LONG, SHORT, LONG);

        bench.get(origin, "/");

        await().until(() -> closed.getCount() == 0);
    }

    @Test
    void anAnswerThatNobodyWantsMoreOfIsNotTimedOut() throws InterruptedException {
        var go = new CountDownLatch(1);
        var sentAll = new CountDownLatch(1);
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
            go.await();
            client.send("world");
            sentAll.countDown();
            client.stall();
        });
        Origin origin = open(server.url(), LONG, LONG, SHORT);
        OriginBench.Sent sent = bench.sendOn(bench.loop, origin, OriginBench.get("/"), new RecordedAnswer(true));
        sent.answer().awaitHead();
        var twice = new CountDownLatch(1);
        bench.loop.schedule(twice::countDown, SHORT.toMillis() * 3, TimeUnit.MILLISECONDS);
        twice.await();

        assertThat(sent.answer().endings).hasValue(0);
        go.countDown();
        sentAll.await();
        sent.flow(true);
        assertThat(sent.answer().awaitEnd().failure).isNull();
    }

    @Test
    void aServerThatTakesNoMoreOfTheContentIsTimedOut() {
        server.script(client -> {
            client.readHead();
            client.stall();
        });
        Origin origin = open(server.url(), LONG, LONG, SHORT);
        TestUpload upload = new TestUpload(1L << 40, receiver -> {});

        RecordedAnswer answer = bench.send(origin, OriginBench.request("PUT", "/", FieldList.EMPTY, upload));
        await().until(upload::isStarted);
        bench.loop.execute(() -> UploadTest.pump(bench.loop, upload));

        assertTimeout(answer.awaitEnd(), "took no more of the request for 100 ms");
    }

    @Test
    void aClientThatIsSlowToSendIsNoFaultOfTheServer() throws InterruptedException {
        server.script(ScriptedOrigin.answering(ScriptedOrigin.ok("thanks")));
        Origin origin = open(server.url(), LONG, LONG, SHORT);
        TestUpload upload = TestUpload.open(2);
        RecordedAnswer answer = bench.send(origin, OriginBench.request("PUT", "/", FieldList.EMPTY, upload));
        await().until(upload::isStarted);
        var later = new CountDownLatch(1);
        bench.loop.schedule(later::countDown, SHORT.toMillis() * 3, TimeUnit.MILLISECONDS);
        later.await();

        bench.loop.execute(() -> UploadTest.finish(upload, "ab"));

        assertThat(answer.awaitEnd().body()).isEqualTo("thanks");
    }

    private Origin open(URI url, Duration connect, Duration firstByte, Duration idle) {
        return bench.open(OriginBench.timeouts(OriginBench.settings(url), connect, firstByte, idle));
    }

    private static void assertTimeout(RecordedAnswer answer, String message) {
        OriginFailure failure = answer.failure();
        assertThat(failure.kind()).isEqualTo(OriginFailure.Kind.TIMEOUT);
        assertThat(failure.message()).contains(message);
    }

    /** Connections that a server's backlog is full of. */
    private static final class Connections implements AutoCloseable {
        private final ArrayList<Socket> sockets = new ArrayList<>();

        void fill(int port) throws IOException {
            while (sockets.size() < 64) {
                var socket = new Socket();
                sockets.add(socket);
                try {
                    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 500);
                } catch (IOException e) {
                    return;
                }
            }
            throw new IllegalStateException("the backlog takes whatever comes");
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
