package dev.weir.dataplane.management;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.Transport;
import dev.weir.dataplane.net.http.Answer;
import dev.weir.dataplane.net.http.HttpBounds;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ManagementTest {
    private final Management management =
            new Management(Transport.NIO, InetAddress.getLoopbackAddress(), HttpBounds.DEFAULT);
    private final HttpClient client = HttpClient.newHttpClient();
    private int port;

    @BeforeEach
    void listen() {
        Claim claim = management.listen(0, new SimpleMeterRegistry());
        port = ((Claim.Claimed) claim).listener().port();
    }

    @AfterEach
    void close() {
        client.close();
        management.close();
    }

    @Test
    void aRouteAnswersItsPath() throws Exception {
        management.add(Route.get("/livez", request -> Answer.json(200, Map.of("alive", true))));

        HttpResponse<String> response = send("GET", "/livez?verbose", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
        assertThat(response.body()).isEqualToIgnoringWhitespace("{\"alive\":true}");
    }

    @Test
    void aPathWithoutARouteIsNotFoundAndThoseThatAreThereAreNamed() throws Exception {
        management.add(Route.get("/livez", request -> Answer.json(200, Map.of())));
        management.add(Route.get("/metrics", request -> Answer.json(200, Map.of())));

        HttpResponse<String> response = send("GET", "/health", "");

        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(response.body())
                .isEqualToIgnoringWhitespace("{\"error\":\"/health is not here; there is /livez, /metrics\"}");
    }

    @Test
    void aMethodThatARouteDoesNotTakeIsRefusedAndThoseThatItTakesAreNamed() throws Exception {
        management.add(new Route("/purge", Set.of("POST", "DELETE"), request -> Answer.json(200, Map.of())));

        HttpResponse<String> response = send("GET", "/purge", "");

        assertThat(response.statusCode()).isEqualTo(405);
        assertThat(response.headers().firstValue("allow")).hasValue("DELETE, POST");
        assertThat(response.body()).isEqualToIgnoringWhitespace("{\"error\":\"/purge takes DELETE, POST\"}");
    }

    @Test
    void aRouteSeesTheQueryTheHeadersAndTheBody() throws Exception {
        management.add(new Route(
                "/purge",
                Set.of("POST"),
                request -> new Answer(
                        200,
                        "text/plain",
                        request.query().get("tag") + " " + request.headers().get("x-token") + " " + request.body())));

        assertThat(send("POST", "/purge?tag=a%20b", "body").body()).isEqualTo("a b secret body");
    }

    @Test
    void aPathHasOneRoute() {
        management.add(Route.get("/livez", request -> Answer.json(200, Map.of())));

        assertThatThrownBy(() -> management.add(Route.get("/livez", request -> Answer.json(200, Map.of()))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("/livez is taken");
    }

    @Test
    void readyWhenEveryCheckIs() throws Exception {
        var readiness = new Readiness();
        readiness.add(() -> Map.of("life cycle", Optional.empty()));
        management.add(readiness.route());

        HttpResponse<String> response = send("GET", "/readyz", "");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body())
                .isEqualToIgnoringWhitespace("{\"ready\":true,\"checks\":[{\"check\":\"life cycle\",\"ready\":true}]}");
    }

    @Test
    void notReadyWhenOneCheckIsNotAndItSaysWhy() throws Exception {
        var readiness = new Readiness();
        readiness.add(() -> Map.of("life cycle", Optional.empty()));
        readiness.add(() -> Map.of("KafkaCacheBinding orders", Optional.of("recovers 3 of 12 partitions")));
        management.add(readiness.route());

        HttpResponse<String> response = send("GET", "/readyz", "");

        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.body())
                .isEqualToIgnoringWhitespace("{\"ready\":false,\"checks\":["
                        + "{\"check\":\"life cycle\",\"ready\":true},"
                        + "{\"check\":\"KafkaCacheBinding orders\",\"ready\":false,"
                        + "\"reason\":\"recovers 3 of 12 partitions\"}]}");
    }

    @Test
    void aPortInUseIsSaid() {
        try (var second = new Management(Transport.NIO, InetAddress.getLoopbackAddress(), HttpBounds.DEFAULT)) {
            assertThat(second.listen(port, new SimpleMeterRegistry()))
                    .isInstanceOfSatisfying(
                            Claim.Unavailable.class,
                            refused -> assertThat(refused.message())
                                    .isEqualTo("port " + port + " is in use by another process"));
        }
    }

    private HttpResponse<String> send(String method, String path, String body)
            throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .method(method, BodyPublishers.ofString(body))
                .header("X-Token", "secret")
                .build();
        return client.send(request, BodyHandlers.ofString());
    }
}
