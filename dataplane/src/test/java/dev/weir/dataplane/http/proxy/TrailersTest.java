package dev.weir.dataplane.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.Http2Origin;
import dev.weir.dataplane.http.server.Http2Client;
import dev.weir.dataplane.http.server.WireClient;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What comes behind a content, on its way through (RFC 9110 section 6.5). */
class TrailersTest {
    private static final String ANSWER = """
        HTTP/1.1 200 OK
        Cache-Control: max-age=60
        Trailer: X-Sum
        Transfer-Encoding: chunked

        5
        hello
        0
        X-Sum: 1
        Set-Cookie: a=b
        Cache-Control: no-store
        Upgrade: what
        Proxy-Connection: close

        """.replace("\n", "\r\n");

    private static final String UPLOAD = "5\r\nhello\r\n0\r\nX-Sum: 1\r\n\r\n";

    @TempDir
    Path folder;

    private CacheUnderTest cache;
    private final Http2Origin http2Origin = Http2Origin.start(new Http2Origin.Script() {
        @Override
        public void head(Http2Origin.Exchange exchange) {}

        @Override
        public void whole(Http2Origin.Exchange exchange) {
            exchange.head(200, false, "cache-control", "max-age=60")
                    .content("hello", false)
                    .trailers("x-sum", "1");
        }
    });

    @BeforeEach
    void open() {
        cache = new CacheUnderTest(folder, "");
        cache.origin(request -> ANSWER);
    }

    @AfterEach
    void close() {
        cache.close();
        http2Origin.close();
    }

    @Test
    void those_of_an_answer_reach_a_client_that_takes_them_and_only_those_that_may_come_so_late() throws IOException {
        assertThat(get("/a", "TE: trailers").content()).isEqualTo("helloX-Sum: 1");
        assertThat(cache.origin.requests().getFirst().head())
                .contains("\r\nTE: trailers\r\n", "\r\nconnection: te\r\n");
    }

    @Test
    void they_are_not_stored() throws IOException {
        get("/a", "TE: trailers");

        WireClient.Reply hit = get("/a", "TE: trailers");

        assertThat(hit.field("cache-status")).startsWith("weir; hit");
        assertThat(hit.content()).isEqualTo("hello");
        assertThat(hit.field("trailer")).isEmpty();
        assertThat(hit.field("cache-control")).isEqualTo("max-age=60");
    }

    @Test
    void a_client_that_does_not_take_them_is_spared() throws IOException {
        assertThat(get("/a").content()).isEqualTo("hello");
        assertThat(get("/b", "TE: deflate").content()).isEqualTo("hello");
        assertThat(cache.origin.requests())
                .allSatisfy(request -> assertThat(request.field("TE")).isNull());
    }

    @Test
    void from_http1_they_reach_a_client_of_http2() {
        Http2Client.Stream stream = getByHttp2("/a");

        assertThat(stream.content()).isEqualTo("hello");
        assertThat(stream.heads()).hasSize(2);
        assertThat(stream.heads().getLast()).isEqualTo(new DefaultHttp2Headers().add("x-sum", "1"));
    }

    @Test
    void from_http2_they_reach_clients_of_both() throws IOException {
        cache.apply(cache.route(http2Origin, ""));

        assertThat(get("/a", "TE: trailers").content()).isEqualTo("hellox-sum: 1");
        Http2Client.Stream stream = getByHttp2("/b");
        assertThat(stream.content()).isEqualTo("hello");
        assertThat(stream.heads().getLast().get("x-sum")).hasToString("1");
        assertThat(getByHttp2("/b").heads()).hasSize(1);
    }

    @Test
    void those_of_a_request_reach_an_origin_of_http1() throws IOException {
        upload();
        uploadByHttp2();

        assertThat(cache.origin.requests())
                .hasSize(2)
                .allSatisfy(request -> assertThat(request.body()).isEqualToIgnoringCase("hello\nX-Sum: 1"));
    }

    @Test
    void those_of_a_request_reach_an_origin_of_http2() throws IOException {
        cache.apply(cache.route(http2Origin, ""));

        upload();
        uploadByHttp2();
        uploadByHttp2("content-length", "5");

        assertThat(http2Origin.exchanges()).hasSize(3).allSatisfy(exchange -> {
            assertThat(exchange.body()).isEqualTo("hello");
            assertThat(exchange.trailers()).isEqualTo(new DefaultHttp2Headers().add("x-sum", "1"));
        });
    }

    @Test
    void nothing_of_a_request_goes_on_that_ends_at_this_hop() throws IOException {
        get("/a", "Connection: X-Hop, TE", "X-Hop: 1", "TE: gzip", "Keep-Alive: 5", "Proxy-Connection: close");

        assertThat(cache.origin.requests().getFirst().head())
                .doesNotContainIgnoringCase("hop", "te:", "keep-alive", "proxy");
    }

    private WireClient.Reply get(String path, String... fields) throws IOException {
        try (WireClient client = cache.connect()) {
            return client.request("GET " + path, fields).receive();
        }
    }

    private Http2Client.Stream getByHttp2(String path) {
        try (var client = new Http2Client(cache.port())) {
            return client.get(path).ended();
        }
    }

    private void upload() throws IOException {
        try (WireClient client = cache.connect()) {
            client.request("POST /a", "Transfer-Encoding: chunked").send(UPLOAD);
            assertThat(client.receive().status()).isEqualTo(200);
        }
    }

    private void uploadByHttp2(String... fields) {
        Http2Headers head = Http2Client.request("POST", "/a");
        for (int i = 0; i < fields.length; i += 2) {
            head.add(fields[i], fields[i + 1]);
        }
        try (var client = new Http2Client(cache.port())) {
            Http2Client.Stream stream =
                    client.open(head, false).send("hello", false).trailers(new DefaultHttp2Headers().add("x-sum", "1"));
            assertThat(stream.ended().field(":status")).isEqualTo("200");
        }
    }
}
