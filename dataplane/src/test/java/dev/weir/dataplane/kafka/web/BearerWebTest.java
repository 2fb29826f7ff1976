package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.weir.dataplane.kafka.web.access.BearerAccess;
import dev.weir.dataplane.kafka.web.access.FetchedKeys;
import dev.weir.dataplane.kafka.web.access.KeyEndpoint;
import dev.weir.dataplane.kafka.web.access.ScopeRules;
import dev.weir.dataplane.kafka.web.access.ScopeRules.Needed;
import dev.weir.dataplane.kafka.web.access.ScopeRules.OfRoute;
import dev.weir.dataplane.kafka.web.access.TestClock;
import dev.weir.dataplane.kafka.web.access.TestIssuer;
import dev.weir.dataplane.kafka.web.access.TokenRules;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Web clients that show a token. */
@Timeout(300)
@ExtendWith(LeakWatch.class)
class BearerWebTest {
    private static final ScopeRules SCOPES = new ScopeRules(
            List.of(new OfRoute(topic -> topic.startsWith("orders"), new Needed("orders:read", "orders:write"))),
            new Needed(null, null));

    private final TestClock clock = new TestClock();
    private final TestIssuer issuer = new TestIssuer();
    private KeyEndpoint keyServer;
    private FetchedKeys keys;
    private TestWeb web;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        keyServer = new KeyEndpoint(issuer::keySet);
        web = new TestWeb(folder);
        keys = new FetchedKeys(new FetchedKeys.From(keyServer.url(), null), clock, web.meters);
        var rules = new TokenRules(TestIssuer.NAME, Set.of(TestIssuer.AUDIENCE), Set.of("ES256"), Duration.ZERO);
        web.front.guard(new BearerAccess(rules, keys, SCOPES, clock));
        topic("orders");
        topic("prices");
    }

    @AfterEach
    void close() {
        web.close();
        keys.close();
        keyServer.close();
    }

    @Test
    void whoShowsAGoodTokenIsServed() {
        assertThat(get("/topics/prices/messages", good()).statusCode()).isEqualTo(200);
    }

    @Test
    void whoShowsNoneIsAskedForOneWithoutAnErrorCode() {
        HttpResponse<String> answer = web.get("/topics");

        assertProblem(answer, 401, "unauthorized");
        assertThat(challenge(answer)).isEqualTo("Bearer realm=\"weir\"");
        assertThat(challenge(web.get("/topics", "Authorization", "Basic c29tZTpvbmU=")))
                .isEqualTo("Bearer realm=\"weir\"");
        assertThat(web.meters
                        .get("weir.web.refused")
                        .tag("status", "401")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    @Test
    void whyATokenIsNotTakenIsTold() {
        String expired = issuer.token(TestIssuer.claims(clock.in(Duration.ZERO)));

        HttpResponse<String> answer = get("/topics/prices", expired);

        assertProblem(answer, 401, "unauthorized");
        assertThat(challenge(answer))
                .isEqualTo("Bearer realm=\"weir\", error=\"invalid_token\", error_description=\"Expired JWT\"");
        assertThat(problem(answer).get("detail").asText()).isEqualTo("the token is not taken: Expired JWT");
        assertThat(answer.headers().firstValue("cache-control")).hasValue("no-store");
    }

    @Test
    void neitherGarbageNorWhatIsHugeIsTaken() {
        assertThat(challenge(get("/topics", "nonsense"))).contains("it is not a JSON Web Token");
        assertThat(challenge(get("/topics", "a".repeat(20_000)))).contains("it is longer than 16384 characters");
        assertThat(get("/topics", "a".repeat(40_000)).statusCode()).isEqualTo(431);
    }

    @Test
    void nothingOfATokenThatNobodyTrustsIsInTheAnswer() {
        String foreign = new TestIssuer()
                .token(claims("secret-scope")
                        .issuer("https://\"\\\u00e9vil.test/")
                        .claim("scope", "secret-scope"));

        HttpResponse<String> answer = get("/topics", foreign);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body() + answer.headers().map()).doesNotContain("vil.test", "secret-scope");
    }

    @Test
    void aScopeIsNeededWhereTheRouteSaysSo() {
        HttpResponse<String> answer = get("/topics/orders/messages", good());

        assertProblem(answer, 403, "forbidden");
        assertThat(challenge(answer))
                .isEqualTo("Bearer realm=\"weir\", error=\"insufficient_scope\", scope=\"orders:read\"");
        assertThat(get("/topics/orders/messages", token("orders:read")).statusCode())
                .isEqualTo(200);
        assertThat(get("/topics/orders", token("orders:write")).statusCode()).isEqualTo(403);
        assertThat(get("/topics/orders/messages/key", good()).statusCode()).isEqualTo(403);
    }

    @Test
    void toWriteAScopeOfItsOwnIsNeeded() {
        String reader = token("orders:read");
        for (String method : List.of("POST", "PUT", "DELETE")) {
            String target = "/topics/orders/messages" + (method.equals("POST") ? "" : "/key");
            HttpResponse<String> answer = write(method, target, reader);
            assertProblem(answer, 403, "forbidden");
            assertThat(challenge(answer)).contains("error=\"insufficient_scope\", scope=\"orders:write\"");
        }
        assertProblem(get("/topics/orders/productions/1", reader), 403, "forbidden");

        String writer = token("orders:write");
        assertThat(write("POST", "/topics/orders/messages", writer).body()).contains("there is no upstream");
        assertThat(get("/topics/orders/productions/1", writer).statusCode()).isEqualTo(404);
    }

    @Test
    void aReplyIsForThoseWhoMayReadIt() {
        String target = "/topics/prices/messages?reply-to=orders";

        assertThat(challenge(write("POST", target, good()))).contains("scope=\"orders:read\"");
        assertThat(write("POST", target, token("orders:read")).body()).contains("there is no upstream");
    }

    @Test
    void whoMayNotReadATopicDoesNotLearnWhetherItIsThere() {
        assertThat(get("/topics/orders-of-nobody", good()).statusCode()).isEqualTo(403);
        assertThat(get("/topics/orders-of-nobody", token("orders:read")).statusCode())
                .isEqualTo(404);
    }

    @Test
    void onlyTopicsThatMayBeReadAreListed() {
        assertThat(listed(good())).containsExactly("prices");
        assertThat(listed(token("orders:read other"))).containsExactly("orders", "prices");
    }

    @Test
    void aKeyThatIsNewIsFoundAndOneThatWasBeforeGoesOn() {
        String before = good();
        assertThat(get("/topics", before).statusCode()).isEqualTo(200);
        issuer.rotate("second");
        clock.move(Duration.ofSeconds(10));

        assertThat(get("/topics", good()).statusCode()).isEqualTo(200);
        assertThat(get("/topics", before).statusCode()).isEqualTo(200);
        assertThat(keyServer.asked()).isEqualTo(2);
    }

    @Test
    void whileTheKeysAreNotKnownNobodyComesInAndThenTheyDo() throws Exception {
        keyServer.goAway();

        HttpResponse<String> answer = get("/topics", good());

        assertProblem(answer, 503, "unavailable");
        assertThat(problem(answer).get("detail").asText())
                .startsWith("the keys that tokens are verified with are not known: " + keyServer.url()
                        + " cannot be asked");
        assertThat(answer.headers().firstValue("retry-after")).hasValue("5");
        assertThat(web.get("/topics").statusCode()).isEqualTo(401);
        keyServer.comeBack();
        clock.move(Duration.ofSeconds(5));
        assertThat(get("/topics", good()).statusCode()).isEqualTo(200);
    }

    @Test
    void keysThatAreKnownGoOnWhileTheirServerIsAway() {
        assertThat(get("/topics", good()).statusCode()).isEqualTo(200);
        keyServer.goAway();
        clock.move(Duration.ofDays(1));

        assertThat(get("/topics", good()).statusCode()).isEqualTo(200);
        String unknown = new TestIssuer().rotate("unknown").token(claims(""));
        assertThat(get("/topics", unknown).statusCode()).isEqualTo(401);
        assertThat(get("/topics", good()).statusCode()).isEqualTo(200);
    }

    @Test
    void twoTokensAreNotARequest() {
        HttpResponse<String> answer =
                web.get("/topics", "Authorization", "Bearer " + good(), "Authorization", "Bearer " + good());

        assertProblem(answer, 400, "bad-request");
        assertThat(challenge(answer)).contains("error=\"invalid_request\"");
    }

    @Test
    void aStreamEndsWhenTheTokenExpires() throws Exception {
        FakeUpstreams.Copy copy = topic("live-prices");
        try (var events = new Events(web, "/topics/live-prices/messages?from=historical", "", good())) {
            assertThat(events.next().name()).isEqualTo("caught-up");
            copy.append(batch().add(1, "a", "1").at(0));
            assertThat(events.next().name()).isEqualTo("message");
            clock.move(Duration.ofHours(1));
            copy.append(batch().add(2, "a", "2").at(1));

            Events.Event last = events.next();

            assertThat(last.name()).isEqualTo("problem");
            assertThat(last.data()).contains("urn:weir:problem:unauthorized", "what was shown has expired");
            assertThat(events.isOver()).isTrue();
            try (var again = new Events(web, "/topics/live-prices/messages", events.id(), good())) {
                assertThat(again.next().data()).contains("\"offset\":1");
            }
        }
    }

    @Test
    void aStreamIntoWhichNothingComesEndsAsWell() throws Exception {
        clock.move(Duration.ofMillis(-100));
        String token = issuer.token(TestIssuer.claims(clock.in(Duration.ofMillis(100))));
        try (var events = new Events(web, "/topics/prices/messages", "", token)) {
            assertThat(events.next().name()).isEqualTo("caught-up");

            clock.move(Duration.ofMillis(100));

            assertThat(events.next().name()).isEqualTo("problem");
        }
    }

    @Test
    void browsersMayAskWithoutATokenWhetherTheyMaySendOne() {
        web.front.letIn(Set.of("https://shop.test"));
        HttpResponse<String> answer = web.send(HttpRequest.newBuilder(web.uri("/topics"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://shop.test")
                .header("Access-Control-Request-Method", "GET")
                .header("Access-Control-Request-Headers", "authorization")
                .build());

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(answer.headers().firstValue("access-control-allow-headers").orElseThrow())
                .containsIgnoringCase("authorization");
        HttpResponse<String> refused = web.get("/topics", "Origin", "https://shop.test");
        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(refused.headers().firstValue("access-control-allow-origin")).hasValue("https://shop.test");
        assertThat(refused.headers().firstValue("access-control-expose-headers").orElseThrow())
                .contains("WWW-Authenticate");
    }

    private List<String> listed(String token) {
        return Lines.json(get("/topics", token).body())
                .get("topics")
                .valueStream()
                .map(topic -> topic.get("name").asText())
                .toList();
    }

    private HttpResponse<String> get(String target, String token) {
        return web.get(target, "Authorization", "Bearer " + token);
    }

    private HttpResponse<String> write(String method, String target, String token) {
        return web.send(HttpRequest.newBuilder(web.uri(target))
                .method(method, HttpRequest.BodyPublishers.ofString("value"))
                .header("Authorization", "Bearer " + token)
                .build());
    }

    private String good() {
        return token("");
    }

    private String token(String scope) {
        return issuer.token(claims(scope));
    }

    private JWTClaimsSet.Builder claims(String scope) {
        return TestIssuer.claims(clock.in(Duration.ofHours(1))).claim("scope", scope);
    }

    private static String challenge(HttpResponse<?> answer) {
        return answer.headers().firstValue("www-authenticate").orElseThrow();
    }

    private static void assertProblem(HttpResponse<String> answer, int status, String type) {
        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("content-type")).hasValue("application/problem+json");
        assertThat(problem(answer).get("type").asText()).isEqualTo("urn:weir:problem:" + type);
        assertThat(problem(answer).get("status").asInt()).isEqualTo(status);
    }

    private static JsonNode problem(HttpResponse<String> answer) {
        return Lines.json(answer.body());
    }

    private FakeUpstreams.Copy topic(String name) {
        web.upstreams.addTopic(name, 1);
        FakeUpstreams.Copy copy = web.upstreams.follow(name, 0, 0);
        copy.view(0, -1);
        return copy;
    }
}
