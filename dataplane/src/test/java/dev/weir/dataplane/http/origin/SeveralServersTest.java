package dev.weir.dataplane.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which server is asked, which is left alone, and what is sent again. */
@ExtendWith(LeakWatch.class)
class SeveralServersTest {
    private static final Duration OFTEN = Duration.ofMillis(100);

    private final OriginBench bench = new OriginBench();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
        bench.close();
    }

    @Test
    void serversAreAskedInTurn() {
        ScriptedOrigin a = server(ScriptedOrigin.answering(ScriptedOrigin.ok("a")));
        ScriptedOrigin b = server(ScriptedOrigin.answering(ScriptedOrigin.ok("b")));
        Origin origin = open(OriginBench.settings(a.url(), b.url()));

        for (int i = 0; i < 6; i++) {
            bench.get(origin, "/");
        }

        assertThat(a.requests()).hasSize(3);
        assertThat(b.requests()).hasSize(3);
    }

    @Test
    void aServerThatIsBusyIsAskedLess() {
        ScriptedOrigin busy = server(client -> {
            client.readRequest();
            client.stall();
        });
        ScriptedOrigin free = server(ScriptedOrigin.answering(ScriptedOrigin.ok("free")));
        Origin origin = open(OriginBench.settings(busy.url(), free.url()));
        bench.send(origin, OriginBench.get("/"));
        bench.send(origin, OriginBench.get("/"));
        await().until(() -> busy.requests().size() == 1 && free.requests().size() == 1);

        for (int i = 0; i < 6; i++) {
            assertThat(bench.get(origin, "/").body()).isEqualTo("free");
        }

        assertThat(busy.requests()).hasSize(1);
    }

    @Test
    void aServerThatCannotBeConnectedToIsPassedOverAtNoCost() {
        ScriptedOrigin up = server(ScriptedOrigin.answering(ScriptedOrigin.ok("up")));
        Origin origin = open(OriginBench.settings(nobody(), up.url(), nobody()));

        for (int i = 0; i < 6; i++) {
            var post = OriginBench.request("POST", "/", FieldList.EMPTY, TestUpload.of("content"));
            assertThat(bench.send(origin, post).awaitEnd().body()).isEqualTo("up");
        }
    }

    @Test
    void itIsToldWhichServersCanBeReachedBeforeAnybodyAsks() {
        ScriptedOrigin up = server(ScriptedOrigin.answering(ScriptedOrigin.ok("up")));
        URI down = nobody();
        Origin origin = open(OriginBench.settings(up.url(), down));

        await().until(() -> origin.servers().getFirst().reachable()
                && origin.servers().getLast().problem() != null);

        assertThat(origin.servers())
                .containsExactly(
                        new ServerState(up.url().toString(), true, null),
                        new ServerState(down.toString(), false, down + " refused the connection"));
    }

    @Test
    void aServerThatComesUpIsNoticedWithoutTraffic() {
        URI url = nobody();
        Origin origin = open(OriginBench.probe(OriginBench.settings(url), OFTEN));
        await().until(() -> origin.servers().getFirst().problem() != null);

        opened.add(ScriptedOrigin.startAt(url.getPort(), ScriptedOrigin.answering(ScriptedOrigin.ok("up"))));

        await().until(() -> origin.servers().getFirst().reachable());
        assertThat(bench.get(origin, "/").body()).isEqualTo("up");
        assertThat(origin.servers()).containsExactly(new ServerState(url.toString(), true, null));
    }

    @Test
    void aServerThatGoesDownIsNoticedWithoutTraffic() {
        ScriptedOrigin server = server(ScriptedOrigin.answering(ScriptedOrigin.ok("up")));
        Origin origin = open(OriginBench.probe(OriginBench.settings(server.url()), OFTEN));
        await().until(() -> origin.servers().getFirst().reachable());

        server.close();

        await().until(() -> !origin.servers().getFirst().reachable());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n",
                "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n",
                "nonsense\r\n\r\n",
                ""
            })
    void aServerThatFailsThreeTimesInARowIsLeftAlone(String response) {
        ScriptedOrigin bad = server(client -> {
            client.readRequest();
            client.send(response);
        });
        ScriptedOrigin good = server(ScriptedOrigin.answering(ScriptedOrigin.ok("good")));
        Origin origin = open(OriginBench.settings(bad.url(), good.url()));
        for (int i = 0; i < 6; i++) {
            bench.get(origin, "/");
        }
        assertThat(bad.requests()).hasSize(Health.FAILURES_MAX);
        Health health = health(origin, 0);

        assertThat(health.isAsked()).isFalse();
        assertThat(origin.servers().getFirst().problem()).isNotNull();
        assertThat(origin.servers().getLast().problem()).isNull();
    }

    @Test
    void aServerIsAskedAgainWhenItCanBeConnectedTo() {
        var failing = new AtomicInteger(Health.FAILURES_MAX);
        ScriptedOrigin bad = server(client -> {
            while (client.readRequest() != null) {
                client.send(
                        failing.getAndDecrement() > 0
                                ? "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"
                                : ScriptedOrigin.ok("mended"));
            }
        });
        ScriptedOrigin good = server(ScriptedOrigin.answering(ScriptedOrigin.ok("good")));
        Origin origin = open(OriginBench.settings(bad.url(), good.url()));

        await().until(() -> bench.get(origin, "/").body().equals("mended"));

        assertThat(health(origin, 0).isAsked()).isTrue();
        await().until(() -> origin.servers().getFirst().problem() == null);
    }

    @Test
    void anErrorOfTheApplicationIsNoFailureOfTheServer() {
        ScriptedOrigin server =
                server(ScriptedOrigin.answering("HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n"));
        Origin origin = open(OriginBench.settings(server.url()));

        for (int i = 0; i < 5; i++) {
            assertThat(bench.get(origin, "/").status()).isEqualTo(500);
        }

        assertThat(health(origin, 0).isAsked()).isTrue();
    }

    @Test
    void whenAllAreLeftAloneTheOneThatIsDueSoonestIsAskedAllTheSame() {
        URI url = nobody();
        Origin origin = open(OriginBench.settings(url, nobody()));
        for (int i = 0; i < 6; i++) {
            assertThat(bench.get(origin, "/").failure().kind()).isEqualTo(OriginFailure.Kind.UNREACHABLE);
        }

        opened.add(ScriptedOrigin.startAt(url.getPort(), ScriptedOrigin.answering(ScriptedOrigin.ok("up"))));

        assertThat(bench.get(origin, "/").body()).isEqualTo("up");
    }

    @Test
    void aRequestThatFailsIsSentAgainToAnotherServer() {
        ScriptedOrigin bad = server(client -> client.readRequest());
        ScriptedOrigin good = server(ScriptedOrigin.answering(ScriptedOrigin.ok("good")));
        Origin origin = open(OriginBench.retries(OriginBench.settings(bad.url(), good.url()), 1));

        for (int i = 0; i < 4; i++) {
            assertThat(bench.get(origin, "/").body()).isEqualTo("good");
        }

        assertThat(bad.requests()).isNotEmpty();
    }

    @Test
    void aRequestThatTakesTooLongIsSentAgainToAnotherServer() {
        ScriptedOrigin slow = server(client -> {
            client.readRequest();
            client.stall();
        });
        ScriptedOrigin good = server(ScriptedOrigin.answering(ScriptedOrigin.ok("good")));
        OriginSettings patient = OriginBench.retries(OriginBench.settings(slow.url(), good.url()), 1);
        Origin origin = open(OriginBench.timeouts(patient, OriginBench.LONG, Duration.ofSeconds(1), OriginBench.LONG));

        await().until(() -> {
            assertThat(bench.get(origin, "/").body()).isEqualTo("good");
            return !slow.requests().isEmpty();
        });
    }

    @Test
    void aRequestIsSentAgainAsOftenAsIsAllowed() {
        ScriptedOrigin bad = server(client -> client.readRequest());
        Origin origin = open(OriginBench.retries(OriginBench.settings(bad.url()), 2));

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.UNREACHABLE);
        assertThat(bad.requests()).hasSize(3);
    }

    @Test
    void whatIsNotIdempotentIsSentOnce() {
        ScriptedOrigin bad = server(client -> client.readRequest());
        Origin origin = open(OriginBench.retries(OriginBench.settings(bad.url()), 2));

        bench.send(origin, OriginBench.request("POST", "/", FieldList.EMPTY, TestUpload.NONE))
                .awaitEnd();

        assertThat(bad.requests()).hasSize(1);
    }

    @Test
    void whatHadContentIsSentOnce() {
        ScriptedOrigin bad = server(client -> client.readRequest());
        Origin origin = open(OriginBench.retries(OriginBench.settings(bad.url()), 2));

        bench.send(origin, OriginBench.request("PUT", "/", FieldList.EMPTY, TestUpload.of("content")))
                .awaitEnd();

        assertThat(bad.requests()).hasSize(1);
    }

    @Test
    void whatWasBegunToBeAnsweredIsNotSentAgain() {
        ScriptedOrigin bad = server(client -> {
            client.readRequest();
            client.send("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello");
        });
        Origin origin = open(OriginBench.retries(OriginBench.settings(bad.url()), 2));

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.UNREACHABLE);
        assertThat(bad.requests()).hasSize(1);
    }

    @Test
    void aNameThatDoesNotResolveIsTold() {
        Origin origin = open(OriginBench.settings(URI.create("http://nowhere.invalid:80")));

        RecordedAnswer answer = bench.get(origin, "/");

        assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.UNREACHABLE);
        assertThat(answer.failure().message()).contains("nowhere.invalid").contains("does not resolve");
        assertThat(origin.servers().getFirst().reachable()).isFalse();
        assertThat(origin.servers().getFirst().problem()).contains("nowhere.invalid");
    }

    @Test
    void aNameIsUsedWithAllItsAddresses() {
        ScriptedOrigin server = server(ScriptedOrigin.answering(ScriptedOrigin.ok("hello")));
        Origin origin = open(OriginBench.settings(URI.create("http://localhost:" + server.port())));

        for (int i = 0; i < 4; i++) {
            assertThat(bench.get(origin, "/").body()).isEqualTo("hello");
        }

        assertThat(origin.servers().getFirst().reachable()).isTrue();
    }

    private ScriptedOrigin server(ScriptedOrigin.Script script) {
        ScriptedOrigin server = ScriptedOrigin.start(script);
        opened.add(server);
        return server;
    }

    private Origin open(OriginSettings settings) {
        Origin origin = bench.open(settings);
        opened.add(origin);
        return origin;
    }

    private static Health health(Origin origin, int server) {
        return ((ServerSet) origin).list().get(server).endpoints().getFirst().health();
    }

    /** Where nobody listens. */
    private static URI nobody() {
        ScriptedOrigin gone = ScriptedOrigin.start(client -> client.stall());
        gone.close();
        return gone.url();
    }
}
