package dev.weir.dataplane.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.OriginConversation;
import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which connection a request goes by. */
@ExtendWith(LeakWatch.class)
class ConnectionsTest {
    private final OriginBench bench = new OriginBench();
    private final ScriptedOrigin server = ScriptedOrigin.start(ScriptedOrigin.answering(ScriptedOrigin.ok("hello")));
    private final OriginSettings settings = OriginBench.settings(server.url());
    private Origin origin = bench.open(settings);

    @AfterEach
    void close() {
        origin.close();
        server.close();
        bench.close();
    }

    @Test
    void aConnectionIsUsedAgain() {
        for (int i = 0; i < 5; i++) {
            assertThat(bench.get(origin, "/" + i).body()).isEqualTo("hello");
        }

        assertThat(server.connections()).isOne();
        assertThat(server.requests()).hasSize(5);
    }

    @Test
    void theConnectionThatWasUsedLastIsUsedNext() {
        var held = new ConcurrentLinkedQueue<OriginConversation>();
        server.script(client -> {
            OriginConversation.Request request;
            while ((request = client.readRequest()) != null) {
                if (request.line().contains("/hold")) {
                    held.add(client);
                } else {
                    client.send(ScriptedOrigin.ok("" + client.number()));
                }
            }
        });
        List<RecordedAnswer> two =
                List.of(bench.send(origin, OriginBench.get("/hold")), bench.send(origin, OriginBench.get("/hold")));
        await().until(() -> held.size() == 2);
        int last = 0;
        for (OriginConversation client : held) {
            int endings = two.get(0).endings.get() + two.get(1).endings.get();
            release(client);
            await().until(() -> two.get(0).endings.get() + two.get(1).endings.get() > endings);
            last = client.number();
        }

        assertThat(bench.get(origin, "/").body()).isEqualTo("" + last);
        assertThat(bench.get(origin, "/").body()).isEqualTo("" + last);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-A, Close\r\n\r\nok",
                "HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok!",
                "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nokHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"
            })
    void aConnectionThatTheServerEndsOrSaysTooMuchOnIsNotUsedAgain(String response) {
        server.script(ScriptedOrigin.answering(response));

        assertThat(bench.get(origin, "/1").body()).isEqualTo("ok");
        assertThat(bench.get(origin, "/2").body()).isEqualTo("ok");

        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void aConnectionOfHttp10IsUsedAgainIfTheServerSaysSo() {
        server.script(
                ScriptedOrigin.answering("HTTP/1.0 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok"));

        bench.get(origin, "/1");
        bench.get(origin, "/2");

        assertThat(server.connections()).isOne();
    }

    @Test
    void bytesThatNobodyAskedForCloseTheConnection() {
        var closed = new CountDownLatch(1);
        server.script(client -> {
            client.readRequest();
            client.send(ScriptedOrigin.ok("first"));
            client.send("HTTP/1.1 200");
            client.awaitClose();
            closed.countDown();
        });

        assertThat(bench.get(origin, "/").body()).isEqualTo("first");

        await().until(() -> closed.getCount() == 0);
        server.script(ScriptedOrigin.answering(ScriptedOrigin.ok("second")));
        assertThat(bench.get(origin, "/").body()).isEqualTo("second");
    }

    @Test
    void aConnectionIsClosedThatHasNothingToDo() {
        origin.close();
        origin = bench.open(OriginBench.connections(settings, 16, 64, OriginBench.SHORT));
        var closed = new CountDownLatch(1);
        server.script(client -> {
            client.readRequest();
            client.send(ScriptedOrigin.ok("hello"));
            client.awaitClose();
            closed.countDown();
        });

        bench.get(origin, "/");

        await().until(() -> closed.getCount() == 0);
    }

    @Test
    void aConnectionIsClosedBeforeTheServerWould() {
        var closed = new CountDownLatch(1);
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 0\r\nKeep-Alive: timeout=1, max=5\r\n\r\n");
            client.awaitClose();
            closed.countDown();
        });

        bench.get(origin, "/");

        await().until(() -> closed.getCount() == 0);
    }

    @Test
    void aConnectionThatTheServerClosedWhenItWasAskedAgainIsReplaced() {
        server.script(client -> {
            client.readRequest();
            client.send(ScriptedOrigin.ok("hello"));
            if (client.number() == 1) {
                client.readHead(); // it was closing already
                client.close();
            } else {
                client.awaitClose();
            }
        });

        assertThat(bench.get(origin, "/1").body()).isEqualTo("hello");
        RecordedAnswer second = bench.get(origin, "/2");

        assertThat(second.body()).isEqualTo("hello");
        assertThat(second.failure).isNull();
        assertThat(server.connections()).isEqualTo(2);
    }

    @Test
    void whatMayHaveBeenDoneOnAClosedConnectionIsNotSentAgain() {
        server.script(client -> {
            client.readRequest();
            client.send(ScriptedOrigin.ok("hello"));
            client.readHead();
            client.close();
        });
        bench.get(origin, "/1");

        RecordedAnswer post = bench.send(origin, OriginBench.request("POST", "/2", FieldList.EMPTY, TestUpload.NONE))
                .awaitEnd();

        assertThat(post.failure().kind()).isEqualTo(OriginFailure.Kind.UNREACHABLE);
        assertThat(server.connections()).isOne();
    }

    @Test
    void aConnectionThatIsKnownToBeClosedIsNotUsedForAnything() {
        server.script(client -> {
            client.readRequest();
            client.send(ScriptedOrigin.ok("hello"));
        });

        bench.get(origin, "/1");
        await().until(() -> openConnections() == 0);
        RecordedAnswer post = bench.send(origin, OriginBench.request("POST", "/2", FieldList.EMPTY, TestUpload.NONE))
                .awaitEnd();

        assertThat(post.body()).isEqualTo("hello");
    }

    @Test
    void requestsWaitWhenThereAreAsManyConnectionsAsMayBe() {
        origin.close();
        origin = bench.open(OriginBench.connections(settings, 2, 64, OriginBench.LONG));
        var open = new AtomicInteger();
        var most = new AtomicInteger();
        server.script(client -> {
            most.accumulateAndGet(open.incrementAndGet(), Math::max);
            while (client.readRequest() != null) {
                client.send(ScriptedOrigin.ok("hello"));
            }
            open.decrementAndGet();
        });

        var answers = new ArrayList<RecordedAnswer>();
        for (EventExecutor loop : bench.loops.group()) {
            for (int i = 0; i < 30; i++) {
                answers.add(bench.sendOn((EventLoop) loop, origin, OriginBench.get("/" + i))
                        .answer());
            }
        }

        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.awaitEnd().body()).isEqualTo("hello"));
        assertThat(most).hasValueLessThanOrEqualTo(2);
    }

    @Test
    void aLoopThatKeepsConnectionsGivesThemUpToOneThatHasNone() {
        origin.close();
        origin = bench.open(OriginBench.connections(settings, 1, 64, OriginBench.LONG));

        for (int i = 0; i < 4; i++) {
            for (EventExecutor loop : bench.loops.group()) {
                RecordedAnswer answer = bench.sendOn((EventLoop) loop, origin, OriginBench.get("/"))
                        .answer();
                assertThat(answer.awaitEnd().body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void requestsBeyondThoseThatMayWaitAreRefused() {
        origin.close();
        origin = bench.open(OriginBench.connections(settings, 1, 1, OriginBench.LONG));
        Queue<OriginConversation> held = hold();
        RecordedAnswer first = bench.send(origin, OriginBench.get("/1"));
        await().until(() -> held.size() == 1);
        RecordedAnswer second = bench.send(origin, OriginBench.get("/2"));

        RecordedAnswer third = bench.send(origin, OriginBench.get("/3")).awaitEnd();

        assertThat(third.failure().kind()).isEqualTo(OriginFailure.Kind.OVERLOADED);
        assertThat(third.failure().message()).contains("has 1 connections");
        release(held.element());
        assertThat(first.awaitEnd().body()).isEqualTo("now");
        await().until(() -> held.size() == 2);
        assertThat(second.endings).hasValue(0);
    }

    @Test
    void aRequestThatWaitsTooLongForAConnectionIsRefused() {
        origin.close();
        origin = bench.open(OriginBench.timeouts(
                OriginBench.connections(settings, 1, 5, OriginBench.LONG),
                OriginBench.SHORT,
                OriginBench.LONG,
                OriginBench.LONG));
        Queue<OriginConversation> held = hold();
        bench.send(origin, OriginBench.get("/1"));
        await().until(() -> held.size() == 1);

        RecordedAnswer second = bench.send(origin, OriginBench.get("/2")).awaitEnd();

        assertThat(second.failure().kind()).isEqualTo(OriginFailure.Kind.OVERLOADED);
        assertThat(second.failure().message()).contains("had no connection free within 100 ms");
    }

    @Test
    void aRequestThatIsCancelledWhileItWaitsIsNeverSent() {
        origin.close();
        origin = bench.open(OriginBench.connections(settings, 1, 5, OriginBench.LONG));
        Queue<OriginConversation> held = hold();
        RecordedAnswer first = bench.send(origin, OriginBench.get("/1"));
        await().until(() -> held.size() == 1);
        OriginBench.Sent second = bench.sendOn(bench.loop, origin, OriginBench.get("/2"));
        second.cancel();
        release(held.element());
        first.awaitEnd();

        bench.send(origin, OriginBench.get("/3"));

        await().until(() -> server.requests().size() == 2);
        assertThat(server.requests().getLast().line()).contains("/3");
        assertThat(second.answer().endings).hasValue(0);
    }

    @Test
    void aRequestThatIsCancelledUnderWayClosesItsConnection() {
        var closed = new CountDownLatch(1);
        server.script(client -> {
            client.readRequest();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhello");
            client.awaitClose();
            closed.countDown();
        });
        OriginBench.Sent sent = bench.sendOn(bench.loop, origin, OriginBench.get("/"));
        sent.answer().awaitHead();

        sent.cancel();

        await().until(() -> closed.getCount() == 0);
        assertThat(sent.answer().endings).hasValue(0);
    }

    @Test
    void aRequestThatIsCancelledWhenItIsAnsweredLeavesItsConnectionToTheNext() {
        OriginBench.Sent sent = bench.sendOn(bench.loop, origin, OriginBench.get("/"));
        sent.answer().awaitEnd();

        sent.cancel();

        assertThat(bench.get(origin, "/").body()).isEqualTo("hello");
        assertThat(server.connections()).isOne();
    }

    @Test
    void anOriginThatIsClosedLetsRequestsUnderWayEnd() {
        Queue<OriginConversation> held = hold();
        var closed = new CountDownLatch(1);
        RecordedAnswer first = bench.send(origin, OriginBench.get("/1"));
        await().until(() -> held.size() == 1);

        origin.close();
        bench.loop.submit(() -> {}).syncUninterruptibly();
        Thread.ofVirtual().start(() -> {
            release(held.element());
            awaitClose(held.element());
            closed.countDown();
        });

        assertThat(first.awaitEnd().body()).isEqualTo("now");
        await().until(() -> openConnections() == 0);
    }

    /** A script that reads requests and answers none by itself. */
    private Queue<OriginConversation> hold() {
        var held = new ConcurrentLinkedQueue<OriginConversation>();
        server.script(client -> {
            while (client.readRequest() != null) {
                held.add(client);
            }
        });
        return held;
    }

    private int openConnections() {
        return ((ServerSet) origin)
                .list().stream()
                        .flatMap(each -> each.endpoints().stream())
                        .mapToInt(endpoint -> endpoint.limit().open())
                        .sum();
    }

    private static void release(OriginConversation client) {
        try {
            client.send(ScriptedOrigin.ok("now"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitClose(OriginConversation client) {
        try {
            client.awaitClose();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
