package dev.weir.e2e.demo.origin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.host.FreePort;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class OriginTest {
    private final int port = FreePort.pick();
    private final Origin origin = Origin.start(port);
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        client.close();
        origin.close();
    }

    @Test
    void aProductMayBeCachedAndIsNotSentAgainToWhoHasIt() throws Exception {
        HttpResponse<String> first = send(request("/products/2"));
        String tag = first.headers().firstValue("ETag").orElseThrow();
        HttpResponse<String> second = send(request("/products/2").header("If-None-Match", tag));

        assertThat(first.body()).isEqualTo("{\"number\":2,\"name\":\"kettle\",\"cents\":700}\n");
        assertThat(first.headers().firstValue("Cache-Control")).contains("public, max-age=10");
        assertThat(first.headers().firstValue("Surrogate-Key")).contains("products");
        assertThat(second.statusCode()).isEqualTo(304);
        assertThat(second.body()).isEmpty();
        assertThat(second.headers().firstValue("Origin-Request")).contains("2");
    }

    @Test
    void theCounterCountsEachPathAndMayNotBeCached() throws Exception {
        send(request("/products"));
        send(request("/products"));
        send(request("/%22odd"));

        HttpResponse<String> counter = send(request("/counter"));
        assertThat(counter.body()).isEqualTo("{\"requests\":3,\"paths\":{\"/\\\"odd\":1,\"/products\":2}}\n");
        assertThat(counter.headers().firstValue("Cache-Control")).contains("no-store");
    }

    @Test
    void whatItDoesNotHaveItSays() throws Exception {
        HttpResponse<String> missing = send(request("/product"));
        HttpResponse<String> posted = send(request("/products").POST(BodyPublishers.ofString("more")));

        assertThat(missing.statusCode()).isEqualTo(404);
        assertThat(missing.body()).isEqualTo("There is no /product here. Try /products.\n");
        assertThat(posted.statusCode()).isEqualTo(405);
        assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
