package dev.weir.dataplane.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.Next;
import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a client of HTTP/1 may ask for, and how long it may take. */
@ExtendWith(LeakWatch.class)
class LimitsTest {
    private static final Limits SMALL = new Limits(200, 1000, 10, 1000, 4096, 10);
    private static final Duration AGES = Duration.ofHours(1);
    private static final Duration SHORT = Duration.ofMillis(300);

    @Test
    void aRequestLineOverTheLimitIsRefused() throws IOException {
        refused(414, "GET /" + "a".repeat(200) + " HTTP/1.1\r\nHost: a.test\r\n\r\n");
    }

    @Test
    void aRequestLineWithoutEndIsRefusedBeforeItsEnd() throws IOException {
        refused(414, "GET /" + "a".repeat(300));
    }

    @Test
    void fieldsOverTheLimitAreRefused() throws IOException {
        refused(431, "GET / HTTP/1.1\r\nHost: a.test\r\nCookie: " + "a".repeat(1000) + "\r\n\r\n");
    }

    @Test
    void fieldsWithoutEndAreRefusedBeforeTheirEnd() throws IOException {
        refused(431, "GET / HTTP/1.1\r\nHost: a.test\r\n" + "A: b\r\n".repeat(200));
    }

    @Test
    void tooManyFieldsAreRefused() throws IOException {
        refused(431, "GET / HTTP/1.1\r\nHost: a.test\r\n" + "A: b\r\n".repeat(10) + "\r\n");
    }

    @Test
    void aBodyThatSaysThatItIsTooLongIsRefusedBeforeItIsRead() throws IOException {
        refused(413, "POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 1001\r\n\r\n");
    }

    @Test
    void chunksThatBecomeTooLongAreRefusedInTheMiddle() throws IOException {
        refused(
                413,
                "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("64\r\n" + "x".repeat(100) + "\r\n").repeat(11));
    }

    @Test
    void trailersOverTheLimitAreRefused() throws IOException {
        refused(
                431,
                "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n" + "A: b\r\n".repeat(200));
    }

    @Test
    void chunksWithEndlessExtensionsAreRefused() throws IOException {
        refused(
                400,
                "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + ("1;a=" + "b".repeat(400) + "\r\nx\r\n").repeat(3));
        refused(400, "POST / HTTP/1.1\r\nHost: a.test\r\nTransfer-Encoding: chunked\r\n\r\n1;a=" + "b".repeat(600));
    }

    @Test
    void aRefusalInTheMiddleIsToldToWhoeverTakesTheContent() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        try (var server = new TestServer(
                        settings(SMALL, Patience.DEFAULT), exchange -> Replies.whole(exchange, told::add));
                WireClient client = server.connect()) {
            client.request("POST /", "Transfer-Encoding: chunked").send("3\r\nabc\r\nzzz\r\n");
            assertThat(client.receive().status()).isEqualTo(400);
            assertThat(Next.of(told)).startsWith("broken: ");
        }
    }

    @Test
    void anAnswerThatHasBegunIsCutOffWhenTheRequestTurnsOutBad() throws Exception {
        try (var server = new TestServer(settings(SMALL, Patience.DEFAULT), exchange -> {
                    exchange.response().begin(200, FieldList.EMPTY, Upload.UNKNOWN);
                    Replies.whole(exchange, told -> {});
                });
                WireClient client = server.connect()) {
            client.request("POST /", "Transfer-Encoding: chunked").send("zzz\r\n");
            assertThat(client.receiveHead()).startsWith("HTTP/1.1 200 OK");
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    @Test
    void aHeadThatDoesNotEndInTimeIsRefused() throws IOException {
        try (var server = serving(new Patience(SHORT, AGES, AGES));
                WireClient client = server.connect()) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: a.t").receive().status())
                    .isEqualTo(408);
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    @Test
    void progressDoesNotBuyAHeadMoreTime() throws IOException {
        // so many lines that it is not their number that ends it
        var lenient = new Limits(200, 1 << 30, 1 << 20, 1000, 4096, 10);
        try (var server = new TestServer(settings(lenient, new Patience(SHORT, AGES, AGES)), Replies::echo);
                WireClient client = server.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: a.test\r\n");
            await().pollInterval(Duration.ofMillis(20)).until(() -> {
                client.send("A: b\r\n");
                return client.in().available() > 0;
            });
            assertThat(client.receiveHead()).contains(" 408 ");
        }
    }

    @Test
    void aConnectionWithoutRequestsIsClosedWithoutAWord() throws IOException {
        try (var server = serving(new Patience(AGES, SHORT, AGES));
                WireClient client = server.connect()) {
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    @Test
    void contentThatDoesNotGoOnIsRefused() throws IOException {
        try (var server = serving(new Patience(AGES, AGES, SHORT));
                WireClient client = server.connect()) {
            client.request("POST /", "Content-Length: 10").send("abc");
            assertThat(client.receive().status()).isEqualTo(408);
        }
    }

    @Test
    void timeInWhichTheClientIsNotWaitedForDoesNotCount() throws Exception {
        BlockingQueue<ClientExchange> requests = new LinkedBlockingQueue<>();
        try (var server = new TestServer(settings(SMALL, new Patience(SHORT, AGES, SHORT)), requests::add);
                WireClient client = server.connect()) {
            client.request("POST /a", "Content-Length: 2").send("xy");
            ClientExchange exchange = Next.of(requests);
            long until = System.nanoTime() + SHORT.multipliedBy(2).toNanos();
            await().until(() -> System.nanoTime() > until);
            exchange.loop().execute(() -> Replies.echo(exchange));
            assertThat(client.receive().content()).isEqualTo("POST /a xy");
        }
    }

    @Test
    void aClientThatTakesNothingIsCutOff() throws Exception {
        BlockingQueue<String> left = new LinkedBlockingQueue<>();
        var clients = new ArrayList<WireClient>();
        try (var server = new TestServer(settings(SMALL, new Patience(AGES, SHORT, AGES)), exchange -> {
            exchange.response().observe(new Leaving(left));
            exchange.response().begin(200, FieldList.EMPTY, 100_000_000);
            exchange.response().content(Unpooled.wrappedBuffer(new byte[50_000_000]));
        })) {
            // one that is slow to ask is cut off before it has; none leaves by itself
            await().ignoreExceptionsInstanceOf(IOException.class).until(() -> {
                WireClient client = server.connect();
                clients.add(client);
                client.request("GET /");
                return "left".equals(left.poll(SHORT.multipliedBy(10).toMillis(), TimeUnit.MILLISECONDS));
            });
        } finally {
            for (WireClient client : clients) {
                client.close();
            }
        }
    }

    @Test
    void aClientThatAsksForMoreThanItTakesIsNotReadAnyMore() throws Exception {
        var asked = new AtomicInteger();
        try (var server = new TestServer(settings(SMALL, Patience.DEFAULT), exchange -> {
                    asked.incrementAndGet();
                    Replies.ok(exchange, "x".repeat(1_000_000));
                });
                WireClient client = server.connect()) {
            for (int i = 0; i < 50; i++) {
                client.request("GET /" + i);
            }
            assertThat(client.receive().status()).isEqualTo(200);
            assertThat(asked.get()).isLessThan(50);
            for (int i = 1; i < 50; i++) {
                assertThat(client.receive().content()).hasSize(1_000_000);
            }
        }
    }

    private static void refused(int status, String text) throws IOException {
        try (var server = serving(Patience.DEFAULT);
                WireClient client = server.connect()) {
            WireClient.Reply reply = client.send(text).receive();
            assertThat(reply.status()).as(reply.content()).isEqualTo(status);
            assertThat(client.receiveAll()).isEmpty();
        }
    }

    private static TestServer serving(Patience patience) {
        return new TestServer(settings(SMALL, patience), Replies::echo);
    }

    private static ServerSettings settings(Limits limits, Patience patience) {
        return ServerSettings.DEFAULT.with(limits).with(patience);
    }

    private record Leaving(BlockingQueue<String> told) implements Responder.Observer {
        @Override
        public void writable() {
            told.add("writable");
        }

        @Override
        public void left() {
            told.add("left");
        }
    }
}
