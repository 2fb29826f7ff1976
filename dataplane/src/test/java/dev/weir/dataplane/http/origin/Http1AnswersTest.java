package dev.weir.dataplane.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How answers of HTTP/1.1 are understood, those that are as they should be and those that are not. */
@ExtendWith(LeakWatch.class)
class Http1AnswersTest {
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
    void anAnswerIsToldAsItCame() {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nX-A: 1\r\nx-a: 2\r\nETag: \"e\"\r\n\r\nhello");
        long before = System.currentTimeMillis();

        RecordedAnswer answer = bench.get(origin, "/a?b=c");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.length).isEqualTo(5);
        assertThat(answer.requestMillis).isBetween(before, System.currentTimeMillis());
        assertThat(answer.head().fields().all("x-a")).containsExactly("1", "2");
        assertThat(answer.head().fields().first("etag")).isEqualTo("\"e\"");
        assertThat(server.requests().getFirst().head()).isEqualTo("GET /a?b=c HTTP/1.1\r\nhost: shop.example\r\n\r\n");
    }

    @Test
    void chunksAreJoinedAndTrailersTold() {
        String chunks = "5\r\nhello\r\n6;x=y\r\n world\r\n0\r\nX-Sum: 7\r\n\r\n";
        answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.body()).isEqualTo("hello world");
        assertThat(answer.length).isEqualTo(Upload.UNKNOWN);
        assertThat(answer.trailers().first("x-sum")).isEqualTo("7");
    }

    @Test
    void anAnswerWithoutLengthEndsWithTheConnection() {
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.0 200 OK\r\n\r\nto the");
            client.send(" end");
        });

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.failure).isNull();
        assertThat(answer.body()).isEqualTo("to the end");
        assertThat(answer.length).isEqualTo(Upload.UNKNOWN);
    }

    @Test
    void anAnswerWithoutLengthThatIsResetIsNotWhole() {
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.0 200 OK\r\n\r\nto the");
            client.awaitClose();
        });
        OriginBench.Sent sent = bench.sendOn(bench.loop, origin, OriginBench.get("/"));
        await().until(() -> sent.answer().received() == 6);
        server.resetAll();

        RecordedAnswer answer = sent.answer().awaitEnd();

        assertThat(answer.trailers).isNull();
        assertFailed(answer, OriginFailure.Kind.UNREACHABLE, "reset the connection after 6 bytes");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 204 No Content\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n",
                "HTTP/1.1 304 Not Modified\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"
            })
    void whatHasNoContentEndsWithItsHead(String response) {
        answering(response);

        bench.get(origin, "/1");
        RecordedAnswer second = bench.get(origin, "/2");

        assertThat(second.failure).isNull();
        assertThat(second.body()).isEmpty();
        assertThat(server.connections()).isOne();
    }

    @Test
    void theAnswerToHeadHasNoContentWhateverItSays() {
        answering("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
        OriginRequest head = OriginBench.request("HEAD", "/", FieldList.EMPTY, TestUpload.NONE);

        RecordedAnswer answer = bench.send(origin, head).awaitEnd();
        bench.send(origin, head).awaitEnd();

        assertThat(answer.failure).isNull();
        assertThat(answer.length).isEqualTo(1000);
        assertThat(server.connections()).isOne();
    }

    /** RFC 9112 section 5.1: a proxy removes it, and section 5.2: and joins folded lines. */
    @Test
    void whatIsOddInFieldsAndHarmlessIsMended() {
        answering("HTTP/1.1 200 OK\r\nX-A : 1\r\nX-B: 2\r\n 3\r\nContent-Length: 0\r\n\r\n");

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.head().fields().first("x-a")).isEqualTo("1");
        assertThat(answer.head().fields().first("x-b")).isEqualTo("2 3");
    }

    @Test
    void interimAnswersAreToldAndContinueIsNot() {
        answering(
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + ScriptedOrigin.ok("x"));

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.informational).hasSize(1);
        assertThat(answer.informational.getFirst().status()).isEqualTo(103);
        assertThat(answer.informational.getFirst().fields().first("link")).isEqualTo("</a>");
        assertThat(answer.body()).isEqualTo("x");
    }

    @Test
    void endlessInterimAnswersAreRefused() {
        server.script(client -> {
            client.readRequest();
            while (true) {
                client.send("HTTP/1.1 102 Processing\r\n\r\n");
            }
        });

        assertFailed(bench.get(origin, "/"), OriginFailure.Kind.INVALID, "interim answers");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5, 6\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: +5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: five\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "HTTP/1.1 200 OK\r\n: 1\r\n\r\n",
                "HTTP/1.1 200 OK\r\nX-A: a\u0000b\r\n\r\n",
                "HTTP/1.1 200 OK\nContent-Length: 0\n\n",
                "HTTP/1.1 600 Odd\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 99 Odd\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 abc OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/2.0 200 OK\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n",
                "SSH-2.0-OpenSSH_9.2p1 Debian\r\n\r\n",
                "220 mail.example ESMTP\r\n\r\n"
            })
    void whatIsNoAnswerOrContradictsItselfIsInvalid(String response) {
        answering(response);

        RecordedAnswer answer = bench.get(origin, "/");

        assertFailed(answer, OriginFailure.Kind.INVALID, "gave no valid answer");
        assertThat(answer.head).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\nhello\r\n0\r\n\r\n",
                "5\r\nhelloXX0\r\n\r\n",
                "-5\r\nhello\r\n0\r\n\r\n",
                "5\nhello\r\n0\r\n\r\n",
                "fffffffffffffffff\r\nhello\r\n"
            })
    void badChunksAreInvalid(String chunks) {
        answering("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.trailers).isNull();
        assertFailed(answer, OriginFailure.Kind.INVALID, "gave no valid answer");
    }

    @Test
    void aLineOfStatusThatIsTooLongIsInvalid() {
        endless("HTTP/1.1 200 ", "O");
    }

    @Test
    void aFieldThatNeverEndsIsInvalid() {
        endless("HTTP/1.1 200 OK\r\nX: ", "x");
    }

    @Test
    void fieldsThatNeverEndAreInvalid() {
        endless("HTTP/1.1 200 OK\r\n", "X: y\r\n");
    }

    @Test
    void trailersThatNeverEndAreInvalid() {
        endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "X: y\r\n");
    }

    @Test
    void aChunkExtensionThatNeverEndsIsInvalid() {
        endless("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5;", "x");
    }

    @Test
    void aBodyShorterThanItsLengthFails() {
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
        });

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.body()).isEqualTo("hello");
        assertThat(answer.trailers).isNull();
        assertFailed(answer, OriginFailure.Kind.UNREACHABLE, "closed the connection after 5 of 100 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"5\r\nhel", "5\r\nhello\r\n", "5\r\nhello\r\n0\r\n", "5\r\nhello\r\n0\r\nX-Sum: 1\r\n"})
    void chunksThatBreakOffFail(String chunks) {
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
        });

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.trailers).isNull();
        assertFailed(answer, OriginFailure.Kind.UNREACHABLE, "closed the connection after");
    }

    @Test
    void aHeadThatBreaksOffFails() {
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.1 200 OK\r\nContent-Le");
        });

        assertFailed(bench.get(origin, "/"), OriginFailure.Kind.UNREACHABLE, "closed the connection without an answer");
    }

    @Test
    void aResetInTheMiddleFails() {
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
            client.awaitClose();
        });
        OriginBench.Sent sent = bench.sendOn(bench.loop, origin, OriginBench.get("/"));
        sent.answer().awaitHead();

        server.resetAll();

        assertFailed(sent.answer().awaitEnd(), OriginFailure.Kind.UNREACHABLE, "of 100 bytes");
    }

    @Test
    void contentIsSentWithItsLength() {
        RecordedAnswer answer = bench.send(
                        origin, OriginBench.request("POST", "/", FieldList.of("X-A", "1"), TestUpload.of("content")))
                .awaitEnd();

        assertThat(answer.body()).isEqualTo("hello");
        assertThat(server.requests().getFirst().head())
                .isEqualTo("POST / HTTP/1.1\r\nhost: shop.example\r\nX-A: 1\r\ncontent-length: 7\r\n\r\n");
        assertThat(server.requests().getFirst().body()).isEqualTo("content");
    }

    @Test
    void contentWithoutLengthIsSentInChunksWithTrailers() {
        bench.send(
                        origin,
                        OriginBench.request(
                                "PUT", "/", FieldList.EMPTY, TestUpload.chunked("content", FieldList.of("X-T", "1"))))
                .awaitEnd();

        assertThat(server.requests().getFirst().field("Transfer-Encoding")).isEqualTo("chunked");
        assertThat(server.requests().getFirst().field("Content-Length")).isNull();
        assertThat(server.requests().getFirst().body()).isEqualTo("content\nX-T: 1");
    }

    @Test
    void aServerIsToldItsOwnNameWhenTheRequestHasNone() {
        var request = new OriginRequest("GET", "/", null, FieldList.EMPTY, TestUpload.NONE, null, true);

        bench.send(origin, request).awaitEnd();

        assertThat(server.requests().getFirst().field("Host")).isEqualTo("127.0.0.1:" + server.port());
    }

    @Test
    void aRequestThatWouldBecomeTwoIsNotSent() {
        var split = OriginBench.request("GET", "/", FieldList.of("X", "a\r\nY: b"), TestUpload.NONE);

        RecordedAnswer answer = bench.send(origin, split).awaitEnd();

        assertFailed(answer, OriginFailure.Kind.CLIENT, "cannot be sent this request");
        assertThat(server.requests()).isEmpty();
    }

    private void answering(String response) {
        server.script(ScriptedOrigin.answering(response));
    }

    private void endless(String start, String more) {
        server.script(client -> {
            client.readRequest();
            client.send(start);
            while (true) {
                client.send(more.repeat(100));
            }
        });

        assertFailed(bench.get(origin, "/"), OriginFailure.Kind.INVALID, "gave no valid answer");
    }

    private void assertFailed(RecordedAnswer answer, OriginFailure.Kind kind, String message) {
        OriginFailure failure = answer.failure();
        assertThat(failure.kind()).isEqualTo(kind);
        assertThat(failure.message()).contains(server.url().toString()).contains(message);
        assertThat(answer.endings).hasValue(1);
    }
}
