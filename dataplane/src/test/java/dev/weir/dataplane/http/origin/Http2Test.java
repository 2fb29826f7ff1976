package dev.weir.dataplane.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.Http2Origin;
import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Origins that speak HTTP/2, known beforehand. */
@ExtendWith(LeakWatch.class)
class Http2Test {
    private final OriginBench bench = new OriginBench();
    private Http2Origin server = Http2Origin.start(Http2Origin.answering("hello"));
    private Origin origin = open();

    @AfterEach
    void close() {
        origin.close();
        server.close();
        bench.close();
    }

    @Test
    void aRequestIsAnswered() {
        server.script(whole(exchange -> exchange.head(200, false, "content-length", "5", "x-a", "1", "x-a", "2")
                .content("hello", true)));

        RecordedAnswer answer = bench.send(
                        origin,
                        OriginBench.request(
                                "GET", "/a?b", FieldList.of("X-B", "1", "Connection", "x"), TestUpload.NONE))
                .awaitEnd();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.length).isEqualTo(5);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.head().fields().all("x-a")).containsExactly("1", "2");
        assertThat(answer.head().fields().has(":status")).isFalse();
        var request = server.exchanges().getFirst().request();
        assertThat(request.method()).hasToString("GET");
        assertThat(request.path()).hasToString("/a?b");
        assertThat(request.scheme()).hasToString("http");
        assertThat(request.authority()).hasToString("shop.example");
        assertThat(request.get("x-b")).hasToString("1");
        assertThat(request.contains("connection")).isFalse();
        assertThat(request.contains("host")).isFalse();
    }

    @Test
    void manyRequestsShareAConnection() {
        server.script(exchange -> {});
        var answers = new ArrayList<RecordedAnswer>();
        for (int i = 0; i < 50; i++) {
            answers.add(bench.send(origin, OriginBench.get("/" + i)));
        }
        await().until(() -> server.exchanges().size() == 50);

        server.exchanges()
                .forEach(exchange -> exchange.head(200, false)
                        .content(exchange.request().path().toString(), true));

        for (int i = 0; i < 50; i++) {
            assertThat(answers.get(i).awaitEnd().body()).isEqualTo("/" + i);
        }
        assertThat(server.connections()).isOne();
    }

    @Test
    void noMoreStreamsAreOpenedThanTheServerAllows() {
        restart(Http2Settings.defaultSettings().maxConcurrentStreams(2), exchange -> {});
        var answers = new ArrayList<RecordedAnswer>();
        for (int i = 0; i < 5; i++) {
            answers.add(bench.send(origin, OriginBench.get("/" + i)));
        }
        await().until(() -> server.exchanges().size() == 5);

        assertThat(server.connections()).isEqualTo(3);
        server.exchanges().forEach(exchange -> exchange.head(204, true));
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.awaitEnd().status()).isEqualTo(204));
    }

    @Test
    void trailersAndInterimAnswersAreTold() {
        server.script(whole(exchange -> exchange.head(100, false)
                .head(103, false, "link", "</a>")
                .head(200, false)
                .content("x", false)
                .trailers("x-sum", "7")));

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.informational).hasSize(1);
        assertThat(answer.informational.getFirst().fields().first("link")).isEqualTo("</a>");
        assertThat(answer.body()).isEqualTo("x");
        assertThat(answer.trailers().first("x-sum")).isEqualTo("7");
    }

    @Test
    void theAnswerToHeadHasALengthAndNoContent() {
        server.script(whole(exchange -> exchange.head(200, true, "content-length", "1000")));

        RecordedAnswer answer = bench.send(origin, OriginBench.request("HEAD", "/", FieldList.EMPTY, TestUpload.NONE))
                .awaitEnd();

        assertThat(answer.failure).isNull();
        assertThat(answer.length).isEqualTo(1000);
    }

    @Test
    void anAnswerThatIsNotOfItsLengthFails() {
        server.script(whole(
                exchange -> exchange.head(200, false, "content-length", "100").content("hello", true)));

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.trailers).isNull();
        assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.INVALID);
    }

    @Test
    void anAnswerThatIsResetFails() {
        server.script(whole(exchange -> {
            exchange.head(200, false).content("hello", false);
            exchange.resetWith(Http2Error.INTERNAL_ERROR);
        }));

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.trailers).isNull();
        assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.UNREACHABLE);
        assertThat(answer.failure().message()).contains("INTERNAL_ERROR");
        server.script(Http2Origin.answering("next"));
        assertThat(bench.get(origin, "/").body()).isEqualTo("next");
        assertThat(server.connections()).isOne();
    }

    @Test
    void aConnectionThatIsClosedInTheMiddleFailsTheAnswer() {
        server.script(whole(exchange -> exchange.head(200, false).content("hello", false)));
        RecordedAnswer answer = bench.send(origin, OriginBench.get("/"));
        await().until(() -> answer.received() == 5);

        server.exchanges().getFirst().closeConnection();

        assertThat(answer.awaitEnd().trailers).isNull();
        assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.UNREACHABLE);
    }

    @Test
    void aRequestThatTheServerRefusesIsSentAgainWhateverItIs() {
        var refusals = new AtomicInteger(2);
        server.script(whole(exchange -> {
            if (refusals.getAndDecrement() > 0) {
                exchange.resetWith(Http2Error.REFUSED_STREAM);
            } else {
                exchange.head(200, false).content("at last", true);
            }
        }));

        RecordedAnswer answer = bench.send(origin, OriginBench.request("POST", "/", FieldList.EMPTY, TestUpload.NONE))
                .awaitEnd();

        assertThat(answer.body()).isEqualTo("at last");
    }

    @Test
    void aServerThatGoesAwayFinishesWhatItHasAndGetsNothingMore() {
        server.script(exchange -> {
            if (server.exchanges().size() == 1) {
                exchange.goAway(0);
            } else {
                exchange.head(200, false).content("new", true);
            }
        });
        RecordedAnswer first = bench.send(origin, OriginBench.get("/1"));
        await().until(() -> server.exchanges().size() == 1);

        assertThat(bench.get(origin, "/2").body()).isEqualTo("new");
        server.exchanges().getFirst().head(200, false).content("old", true);

        assertThat(first.awaitEnd().body()).isEqualTo("old");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aCancelledRequestIsResetAndTheConnectionGoesOn() {
        server.script(whole(exchange -> exchange.head(200, false).content("hello", false)));
        OriginBench.Sent sent = bench.sendOn(bench.loop, origin, OriginBench.get("/"));
        sent.answer().awaitHead();

        sent.cancel();

        await().until(() -> server.exchanges().getFirst().reset() == Http2Error.CANCEL.code());
        server.script(Http2Origin.answering("next"));
        assertThat(bench.get(origin, "/").body()).isEqualTo("next");
        assertThat(server.connections()).isOne();
        assertThat(sent.answer().endings).hasValue(0);
    }

    @Test
    void aRequestThatTakesTooLongLeavesAConnectionThatMayBeDead() {
        origin.close();
        OriginSettings settings = settings(url());
        origin = bench.open(OriginBench.timeouts(settings, OriginBench.LONG, OriginBench.SHORT, OriginBench.LONG));
        server.script(exchange -> {
            if (server.exchanges().size() > 1) {
                exchange.head(200, true);
            }
        });

        RecordedAnswer first = bench.get(origin, "/");

        assertThat(first.failure().kind()).isEqualTo(OriginFailure.Kind.TIMEOUT);
        bench.get(origin, "/");
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void contentAndItsTrailersAreSent() {
        server.script(whole(exchange -> exchange.head(200, true)));

        bench.send(
                        origin,
                        OriginBench.request(
                                "PUT", "/", FieldList.EMPTY, TestUpload.chunked("content", FieldList.of("X-T", "1"))))
                .awaitEnd();
        bench.send(origin, OriginBench.request("PUT", "/", FieldList.EMPTY, TestUpload.of("content")))
                .awaitEnd();

        Http2Origin.Exchange chunked = server.exchanges().getFirst();
        assertThat(chunked.body()).isEqualTo("content");
        assertThat(Objects.requireNonNull(chunked.trailers()).get("x-t")).hasToString("1");
        assertThat(chunked.request().contains("content-length")).isFalse();
        Http2Origin.Exchange counted = server.exchanges().getLast();
        assertThat(counted.body()).isEqualTo("content");
        assertThat(counted.request().get("content-length")).hasToString("7");
    }

    @Test
    void theClientIsHeldBackWhileTheServerDoesNotRead() {
        server.script(new Http2Origin.Script() {
            @Override
            public void head(Http2Origin.Exchange exchange) {
                exchange.read(false);
            }

            @Override
            public void whole(Http2Origin.Exchange exchange) {
                exchange.head(200, true);
            }
        });
        TestUpload upload = TestUpload.open(4 * 1024 * 1024);
        RecordedAnswer answer = bench.send(origin, OriginBench.request("PUT", "/", FieldList.EMPTY, upload));
        await().until(upload::isStarted);

        bench.loop.execute(() -> UploadTest.pump(bench.loop, upload));
        await().until(() -> !upload.flowing);
        server.exchanges().getFirst().read(true);

        assertThat(answer.awaitEnd().status()).isEqualTo(200);
        assertThat(server.exchanges().getFirst().body()).hasSize(4 * 1024 * 1024);
    }

    @Test
    void contentThatTheServerDeclinesIsNeverAskedOfTheClient() {
        server.script(exchange -> exchange.head(417, true));
        TestUpload upload = TestUpload.of("content");

        RecordedAnswer answer = bench.send(
                        origin, OriginBench.request("PUT", "/", FieldList.of("Expect", "100-continue"), upload))
                .awaitEnd();

        assertThat(answer.status()).isEqualTo(417);
        assertThat(upload.isStarted()).isFalse();
        await().until(() -> server.exchanges().getFirst().reset() >= 0);
    }

    @Test
    void contentThatIsExpectedIsSentWhenTheServerSaysSo() {
        server.script(new Http2Origin.Script() {
            @Override
            public void head(Http2Origin.Exchange exchange) {
                exchange.head(100, false);
            }

            @Override
            public void whole(Http2Origin.Exchange exchange) {
                exchange.head(200, false).content(exchange.body(), true);
            }
        });

        RecordedAnswer answer = bench.send(
                        origin,
                        OriginBench.request(
                                "PUT", "/", FieldList.of("Expect", "100-continue"), TestUpload.of("content")))
                .awaitEnd();

        assertThat(answer.body()).isEqualTo("content");
    }

    @Test
    void anAnswerThatNobodyReadsDoesNotHoldUpOthers() {
        String large = "x".repeat(8 * 1024 * 1024);
        server.script(whole(exchange -> exchange.head(200, false).content(large, true)));
        var paused = new ArrayList<OriginBench.Sent>();
        for (int i = 0; i < 5; i++) {
            paused.add(bench.sendOn(bench.loop, origin, OriginBench.get("/"), new RecordedAnswer(true)));
            paused.get(i).answer().awaitHead();
        }

        assertThat(bench.get(origin, "/").received()).isEqualTo(large.length());

        assertThat(paused).allSatisfy(sent -> {
            assertThat(sent.answer().received()).isLessThan(1024 * 1024);
            sent.flow(true);
            assertThat(sent.answer().awaitEnd().received()).isEqualTo(large.length());
        });
        assertThat(server.connections()).isOne();
    }

    @Test
    void aServerThatDoesNotSpeakHttp2IsInvalid() {
        try (ScriptedOrigin http1 = ScriptedOrigin.start(client -> {
                    client.read(3);
                    client.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                    client.awaitClose();
                });
                Origin other = bench.open(settings(http1.url()))) {
            RecordedAnswer answer = bench.get(other, "/");

            assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.INVALID);
            assertThat(answer.failure().message()).contains("does not speak HTTP/2");
        }
    }

    @Test
    void headsThatAreTooLargeAreInvalid() {
        server.script(whole(exchange -> exchange.head(200, true, "x-large", "x".repeat(20_000))));

        assertThat(bench.get(origin, "/").failure().kind()).isEqualTo(OriginFailure.Kind.INVALID);
    }

    @Test
    void aProtocolIsSwitchedOverHttp1() {
        try (ScriptedOrigin http1 = ScriptedOrigin.start(client -> {
                    client.readRequest();
                    client.send("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n");
                    client.awaitClose();
                });
                Origin other = bench.open(settings(http1.url()))) {
            var request = new OriginRequest("GET", "/", null, FieldList.EMPTY, TestUpload.NONE, "x", false);

            RecordedAnswer answer = bench.send(other, request).awaitEnd();

            assertThat(answer.status()).isEqualTo(101);
            Objects.requireNonNull(answer.connection).close();
        }
    }

    private void restart(Http2Settings settings, Http2Origin.Script script) {
        origin.close();
        server.close();
        server = Http2Origin.start(settings, script);
        origin = open();
    }

    private Origin open() {
        return bench.open(settings(url()));
    }

    private URI url() {
        return URI.create("http://127.0.0.1:" + server.port());
    }

    private static OriginSettings settings(URI... urls) {
        return OriginBench.http2(OriginBench.settings(urls));
    }

    private interface Answering {
        void answer(Http2Origin.Exchange exchange);
    }

    private static Http2Origin.Script whole(Answering answering) {
        return new Http2Origin.Script() {
            @Override
            public void head(Http2Origin.Exchange exchange) {}

            @Override
            public void whole(Http2Origin.Exchange exchange) {
                answering.answer(exchange);
            }
        };
    }
}
