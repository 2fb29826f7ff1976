package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.Next;
import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.store.memory.BufferPayload;
import dev.weir.dataplane.http.store.memory.ContentMemory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP/2 by prior knowledge (RFC 9113). */
class Http2Test {
    private static final FieldList TRAILERS = FieldList.of("X-Sum", "1");

    private final BlockingQueue<RequestHead> heads = new LinkedBlockingQueue<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    @Test
    void aRequestIsServedLikeOneOfHttp1() {
        Http2Client.Stream stream = echoing().get("/a?b=c").ended();
        assertThat(stream.status()).isEqualTo("200");
        assertThat(stream.content()).isEqualTo("GET /a");
        assertThat(stream.field("content-length")).isEqualTo("6");
        assertThat(stream.field("date")).endsWith("GMT");
        RequestHead head = heads.remove();
        assertThat(head.uri()).hasToString("http://a.test/a?b=c");
        assertThat(head.fields().first("host")).isEqualTo("a.test");
    }

    @Test
    void crumbsOfCookiesAreJoined() {
        echoing()
                .open(Http2Client.request("GET", "/").add("cookie", "a=b").add("cookie", "c=d"), true)
                .ended();
        assertThat(heads.remove().fields().all("cookie")).containsExactly("a=b; c=d");
    }

    @Test
    void hostServesWhereThereIsNoAuthority() {
        Http2Headers headers = Http2Client.request("GET", "/").add("host", "b.test");
        headers.remove(":authority");
        echoing().open(headers, true).ended();
        assertThat(heads.remove().uri().authority()).isEqualTo("b.test");
    }

    @Test
    void contentAndItsTrailersArrive() {
        Http2Client.Stream stream = echoing().open(Http2Client.request("POST", "/a"), false);
        stream.send("hel", false).send("lo", false).trailers(new DefaultHttp2Headers(false).add("x-sum", "5"));
        assertThat(stream.ended().content()).isEqualTo("POST /a hello|x-sum=5");
    }

    @Test
    void streamsDoNotWaitForOneAnother() throws Exception {
        BlockingQueue<ClientExchange> requests = new LinkedBlockingQueue<>();
        Http2Client client = client(requests::add, ServerSettings.DEFAULT);
        Http2Client.Stream slow = client.get("/slow");
        ClientExchange first = Next.of(requests);
        Http2Client.Stream quick = client.get("/quick");
        ClientExchange second = Next.of(requests);
        second.loop().execute(() -> Replies.echo(second));
        assertThat(quick.ended().content()).isEqualTo("GET /quick");
        first.loop().execute(() -> Replies.echo(first));
        assertThat(slow.ended().content()).isEqualTo("GET /slow");
    }

    @Test
    void informationalAnswersAndTrailersAreSent() {
        Http2Client client = client(
                exchange -> {
                    Responder response = exchange.response();
                    response.informational(103, FieldList.of("Link", "</a>"));
                    response.begin(200, FieldList.EMPTY, Upload.UNKNOWN);
                    response.content(Unpooled.copiedBuffer("abc", US_ASCII));
                    response.end(TRAILERS);
                },
                ServerSettings.DEFAULT);
        Http2Client.Stream stream = client.get("/").ended();
        assertThat(stream.heads()).hasSize(3);
        assertThat(stream.heads().get(0).status()).hasToString("103");
        assertThat(stream.heads().get(1).status()).hasToString("200");
        assertThat(stream.heads().get(2).get("x-sum")).hasToString("1");
        assertThat(stream.content()).isEqualTo("abc");
    }

    @Test
    void whoeverWaitsIsToldToGoOnWhenTheContentIsAskedFor() {
        Http2Client.Stream stream =
                echoing().open(Http2Client.request("POST", "/a").add("expect", "100-continue"), false);
        assertThat(stream.status()).isEqualTo("100");
        stream.send("x", true);
        assertThat(stream.ended().content()).isEqualTo("POST /a x");
    }

    @Test
    void hitsAreSentWithAgeAndCacheStatus() {
        var body = new StoredBody("x".repeat(300_000), null);
        Http2Client client = client(
                exchange -> {
                    body.tryRetain();
                    exchange.response()
                            .stored(new StoredHead(200, FieldList.of("ETag", "\"1\""), 300_000), 3, 60, body);
                },
                ServerSettings.DEFAULT);
        Http2Client.Stream stream = client.get("/").ended();
        assertThat(stream.content()).hasSize(300_000);
        assertThat(stream.field("etag")).isEqualTo("\"1\"");
        assertThat(stream.field("age")).isEqualTo("3");
        assertThat(stream.field("via")).isEqualTo("1.1 weir");
        assertThat(stream.field("cache-status")).isEqualTo("weir; hit; ttl=60");
        assertThat(stream.field("content-length")).isEqualTo("300000");
        await().untilAsserted(() -> assertThat(body.references).hasValue(0));
    }

    @Test
    void aLargeBodyInMemoryIsSentAsItIsAndThenReleased() {
        var text = new StringBuilder();
        for (int number = 0; text.length() < 300_000; number++) {
            text.append(number).append(' ');
        }
        ByteBuf whole = Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
        try (var memory = new ContentMemory()) {
            int length = text.length();
            var body = new BufferPayload(requireNonNull(memory.copy(List.of(whole), length)));
            Http2Client client = client(
                    exchange -> {
                        body.tryRetain();
                        exchange.response().stored(new StoredHead(200, FieldList.EMPTY, length), 3, 60, body);
                    },
                    ServerSettings.DEFAULT);
            assertThat(client.get("/").ended().content()).isEqualTo(text.toString());

            body.release();
            await().untilAsserted(() -> assertThat(memory.usedBytes()).isZero());
        }
    }

    @Test
    void headGetsTheHeadAlone() {
        Http2Client.Stream stream =
                echoing().open(Http2Client.request("HEAD", "/a"), true).ended();
        assertThat(stream.field("content-length")).isEqualTo("7");
        assertThat(stream.content()).isEmpty();
    }

    @Test
    void aClientThatTakesNothingHoldsTheAnswerBack() {
        var body = new StoredBody("x".repeat(10_000_000), null);
        Http2Client client = client(
                exchange -> {
                    body.tryRetain();
                    exchange.response().stored(new StoredHead(200, FieldList.EMPTY, 10_000_000), 3, 60, body);
                },
                ServerSettings.DEFAULT);
        Http2Client.Stream stream = client.openIdle(Http2Client.request("GET", "/"));
        assertThat(stream.takingOnce().status()).isEqualTo("200");
        assertThat(body.references).hasValue(1);
        assertThat(stream.taking(true).ended().content()).hasSize(10_000_000);
        await().untilAsserted(() -> assertThat(body.references).hasValue(0));
    }

    @Test
    void contentThatNobodyTakesHoldsTheClientBack() throws Exception {
        BlockingQueue<ClientExchange> requests = new LinkedBlockingQueue<>();
        Http2Client client = client(requests::add, ServerSettings.DEFAULT);
        Http2Client.Stream stream = client.open(Http2Client.request("POST", "/a"), false);
        var sent = new AtomicLong();
        for (int i = 0; i < 30; i++) {
            stream.send("x".repeat(10_000), i == 29);
        }
        ClientExchange exchange = Next.of(requests);
        exchange.loop()
                .execute(() -> Replies.whole(exchange, content -> {
                    sent.set(content.length());
                    Replies.ok(exchange, "thanks");
                }));
        assertThat(stream.ended().content()).isEqualTo("thanks");
        assertThat(sent).hasValue(300_000);
    }

    @Test
    void aClientThatCancelsLeaves() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        BlockingQueue<ClientExchange> requests = new LinkedBlockingQueue<>();
        Http2Client client = client(
                exchange -> {
                    exchange.response().observe(new Leaving(told));
                    Replies.whole(exchange, told::add);
                    requests.add(exchange);
                },
                ServerSettings.DEFAULT);
        Http2Client.Stream stream = client.open(Http2Client.request("POST", "/a"), false);
        Next.of(requests);
        stream.cancel();
        assertThat(Next.of(told)).isEqualTo("left");
        assertThat(Next.of(told)).isEqualTo("broken: the client left");
    }

    @Test
    void anAnswerThatCannotBeCompletedIsReset() {
        Http2Client client = client(
                exchange -> {
                    exchange.response().begin(200, FieldList.EMPTY, Upload.UNKNOWN);
                    exchange.response().abort();
                },
                ServerSettings.DEFAULT);
        assertThat(client.get("/").reset()).isEqualTo(Http2Error.INTERNAL_ERROR);
    }

    @Test
    void contentThatNobodyAskedForIsStopped() {
        Http2Client client = client(exchange -> Replies.ok(exchange, "no"), ServerSettings.DEFAULT);
        Http2Client.Stream stream = client.open(Http2Client.request("POST", "/"), false);
        assertThat(stream.ended().content()).isEqualTo("no");
        assertThat(stream.reset()).isEqualTo(Http2Error.NO_ERROR);
        assertThat(client.get("/").ended().content()).isEqualTo("no");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        an upper-case name           | Accept            | a
        a name that is no token      | a b               | c
        a line feed in a value       | a                 | b␊c
        NUL in a value               | a                 | b␀c
        Connection                   | connection        | close
        Transfer-Encoding            | transfer-encoding | chunked
        Upgrade                      | upgrade           | websocket
        TE but for trailers          | te                | gzip
        a pseudo-header field of answers | :status       | 200
        an unknown pseudo-header field   | :what         | x
        a second path                | :path             | /b
        Host that is not :authority  | host              | b.test
        a user in Host               | host              | u@a.test
        """)
    void malformedFieldsAreRefused(String what, String name, String value) {
        Http2Client client = echoing();
        Http2Client.Stream stream = client.open(
                Http2Client.request("GET", "/")
                        .add(name, value.replace('␊', '\n').replace('␀', '\0')),
                true);
        refused(client, stream, "400");
        assertThat(heads).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        no path               | 400 | :path      |
        an empty path         | 400 | :path      | ''
        a relative path       | 400 | :path      | a
        a blank in the path   | 400 | :path      | /a b
        a letter beyond ASCII | 400 | :path      | /ä
        a fragment            | 400 | :path      | /a#b
        an asterisk           | 400 | :path      | *
        no scheme             | 400 | :scheme    |
        no method             | 400 | :method    |
        a method of nonsense  | 400 | :method    | G T
        no authority          | 400 | :authority |
        a user                | 400 | :authority | u@a.test
        TRACE                 | 501 | :method    | TRACE
        """)
    void malformedHeadsAreRefused(String what, String status, String name, String value) {
        Http2Client client = echoing();
        Http2Headers headers = Http2Client.request("GET", "/");
        headers.remove(name);
        if (value != null) {
            headers.add(name, value);
        }
        refused(client, client.open(headers, true), status);
        assertThat(heads).isEmpty();
    }

    @Test
    void fieldsOverTheLimitAreRefused() {
        Http2Client client = echoing();
        client.settings();
        Http2Client.Stream stream = client.open(Http2Client.request("GET", "/").add("a", "b".repeat(42_000)), true);
        assertThat(stream.status()).isEqualTo("431");
        assertThat(client.get("/a").ended().content()).isEqualTo("GET /a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-length", "transfer-encoding", "authorization", "cache-control", "x-forwarded-for"})
    void trailersThatWouldChangeTheHeadAreRefused(String name) {
        Http2Client client = echoing();
        Http2Client.Stream stream = client.open(Http2Client.request("POST", "/"), false);
        stream.send("abc", false).trailers(new DefaultHttp2Headers(false).add(name, "1"));
        refused(client, stream, "400");
        assertThat(echoing().get("/a").ended().content()).isEqualTo("GET /a");
    }

    @Test
    void aBodyOverTheLimitIsRefused() {
        var limits = new Limits(1000, 1000, 10, 1000, 1000, 10);
        Http2Client client = client(Replies::echo, ServerSettings.DEFAULT.with(limits));
        Http2Client.Stream told = client.open(Http2Client.request("POST", "/").add("content-length", "1001"), false);
        assertThat(told.status()).isEqualTo("413");
        Http2Client.Stream untold = client.open(Http2Client.request("POST", "/"), false);
        untold.send("x".repeat(600), false).send("x".repeat(600), false);
        assertThat(untold.status()).isEqualTo("413");
        assertThat(untold.content()).contains("more than 1000 bytes");
    }

    @Test
    void lengthAndContentThatDifferAreRefused() {
        Http2Client client = echoing();
        Http2Client.Stream stream = client.open(Http2Client.request("POST", "/").add("content-length", "3"), false);
        stream.send("abcd", true);
        refused(client, stream, "400");
    }

    @Test
    void contentThatDoesNotGoOnIsRefused() {
        var patience = new Patience(Duration.ofHours(1), Duration.ofHours(1), Duration.ofMillis(300));
        Http2Client client = client(Replies::echo, ServerSettings.DEFAULT.with(patience));
        assertThat(client.open(Http2Client.request("POST", "/"), false).status())
                .isEqualTo("408");
    }

    @Test
    void aStreamWhoseAnswerIsNotTakenIsReset() {
        var patience = new Patience(Duration.ofHours(1), Duration.ofMillis(300), Duration.ofHours(1));
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        var server = new TestServer(ServerSettings.DEFAULT.with(patience), exchange -> {
            exchange.response().observe(new Leaving(told));
            exchange.response().begin(200, FieldList.EMPTY, Upload.UNKNOWN);
            exchange.response().content(Unpooled.wrappedBuffer(new byte[1_000_000]));
        });
        opened.add(server);
        // the connection of one that is slow to ask is closed before it has; none leaves by itself
        await().ignoreExceptions().until(() -> {
            var client = new Http2Client(server.port());
            opened.add(client);
            client.openIdle(Http2Client.request("GET", "/"));
            return "left".equals(told.poll(3, TimeUnit.SECONDS));
        });
    }

    @Test
    void aConnectionWithoutRequestsIsClosed() {
        var patience = new Patience(Duration.ofHours(1), Duration.ofMillis(300), Duration.ofHours(1));
        Http2Client client = client(Replies::echo, ServerSettings.DEFAULT.with(patience));
        await().until(client::isClosed);
    }

    @Test
    void howManyStreamsThereMayBeIsSaid() {
        var limits = new Limits(1000, 1000, 10, 1000, 1000, 2);
        BlockingQueue<ClientExchange> requests = new LinkedBlockingQueue<>();
        Http2Client client = client(requests::add, ServerSettings.DEFAULT.with(limits));
        assertThat(client.settings().maxConcurrentStreams()).isEqualTo(2);
    }

    @Test
    void aFloodOfCancelledRequestsEndsTheConnection() {
        Http2Client client = client(exchange -> {}, ServerSettings.DEFAULT);
        await().pollInterval(Duration.ofMillis(1)).until(() -> !client.askAndCancel("/"));
        assertThat(client.goAway()).isIn(Http2Error.ENHANCE_YOUR_CALM, null);
    }

    @Test
    void drainingFinishesWhatIsUnderWayAndTakesNothingNew() throws Exception {
        BlockingQueue<ClientExchange> requests = new LinkedBlockingQueue<>();
        var server = new TestServer(requests::add);
        opened.add(server);
        var client = new Http2Client(server.port());
        opened.add(client);
        Http2Client.Stream stream = client.get("/a");
        ClientExchange exchange = Next.of(requests);
        var drain = server.drain();
        await().until(() -> client.goAway() == Http2Error.NO_ERROR);
        assertThat(client.isClosed()).isFalse();
        exchange.loop().execute(() -> Replies.echo(exchange));
        assertThat(stream.ended().content()).isEqualTo("GET /a");
        await().until(client::isClosed);
        await().until(() -> drain.done().isDone());
    }

    @Test
    void whoeverAnswersWithoutAnEndIsToldOfTheDraining() {
        var server = new TestServer(ServerSettings.DEFAULT, exchange -> {
            Responder response = exchange.response();
            response.observe(new Responder.Observer() {
                @Override
                public void writable() {
                    // of no concern
                }

                @Override
                public void left() {
                    // of no concern
                }

                @Override
                public void draining() {
                    response.end(TRAILERS);
                }
            });
            response.begin(200, FieldList.EMPTY, Upload.UNKNOWN);
        });
        opened.add(server);
        var client = new Http2Client(server.port());
        opened.add(client);
        Http2Client.Stream stream = client.get("/");
        assertThat(stream.status()).isEqualTo("200");
        server.drain();
        assertThat(stream.ended().heads()).hasSize(2);
        await().until(client::isClosed);
    }

    @Test
    void aServerWithoutHttp2SaysSo() throws Exception {
        var server = new TestServer(ServerSettings.DEFAULT.withHttp2(false), Replies::echo);
        opened.add(server);
        try (WireClient client = server.connect()) {
            assertThat(client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n").receive().status())
                    .isEqualTo(505);
        }
    }

    /** With an answer, or by a reset: both are ways to refuse what is malformed (RFC 9113 section 8.1.1). */
    private static void refused(Http2Client client, Http2Client.Stream stream, String status) {
        await().until(() -> !stream.heads().isEmpty() || stream.isReset() || client.goAway() != null);
        if (stream.heads().isEmpty()) {
            assertThat(client.goAway() != null ? client.goAway() : stream.reset())
                    .isEqualTo(Http2Error.PROTOCOL_ERROR);
        } else {
            assertThat(stream.status()).isEqualTo(status);
            assertThat(stream.field("cache-status")).startsWith("weir; detail=");
        }
    }

    private Http2Client echoing() {
        return client(
                exchange -> {
                    heads.add(exchange.head());
                    assertThat(exchange.peer().protocol()).isEqualTo("HTTP/2");
                    Replies.echo(exchange);
                },
                ServerSettings.DEFAULT);
    }

    private Http2Client client(Consumer<ClientExchange> requests, ServerSettings settings) {
        var server = new TestServer(settings, requests);
        opened.add(server);
        var client = new Http2Client(server.port());
        opened.add(client);
        return client;
    }

    private record Leaving(BlockingQueue<String> told) implements Responder.Observer {
        @Override
        public void writable() {
            // of no concern
        }

        @Override
        public void left() {
            told.add("left");
        }
    }
}
