package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.Http2Origin;
import dev.weir.dataplane.http.server.Http2Client;
import dev.weir.dataplane.http.server.WireClient;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers before the answer: 100 (Continue), 103 (Early Hints) and their like, on their way through. */
class InterimAnswersTest {
    private static final String HINT = """
        HTTP/1.1 103 Early Hints
        Link: </style.css>; rel=preload
        Connection: x-hop
        X-Hop: 1

        """.replace("\n", "\r\n");
    private static final String PROCESSING = "HTTP/1.1 102 Processing\r\n\r\n";
    private static final String EXPECTING = "Expect: 100-continue";

    @TempDir
    Path folder;

    private CacheUnderTest cache;

    @BeforeEach
    void open() {
        cache = new CacheUnderTest(folder, "");
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void hints_reach_whoever_asks_first_and_are_not_repeated_to_those_after() throws IOException {
        cache.origin(request -> PROCESSING + HINT + response(200, "hello", "Cache-Control: max-age=60"));

        try (WireClient client = cache.connect()) {
            client.request("GET /a");
            assertThat(client.receive().status()).isEqualTo(102);
            WireClient.Reply hint = client.receive();
            assertThat(hint.status()).isEqualTo(103);
            assertThat(hint.field("link")).isEqualTo("</style.css>; rel=preload");
            assertThat(hint.field("x-hop")).isEmpty();
            assertThat(client.receive().content()).isEqualTo("hello");

            WireClient.Reply hit = client.request("GET /a").receive();
            assertThat(hit.status()).isEqualTo(200);
            assertThat(hit.field("cache-status")).startsWith("weir; hit");
        }
    }

    @Test
    void hints_reach_a_client_of_http2_from_an_origin_of_either() {
        cache.origin(request -> HINT + response(200, "hello", "Cache-Control: max-age=60"));
        assertThat(statuses("/a")).containsExactly("103", "200");
        assertThat(statuses("/a")).containsExactly("200");

        try (var origin = Http2Origin.start(exchange -> exchange.head(103, false, "link", "</style.css>")
                .head(200, false, "cache-control", "max-age=60")
                .content("hello", true))) {
            cache.apply(cache.route(origin, ""));
            assertThat(statuses("/b")).containsExactly("103", "200");
            assertThat(statuses("/b")).containsExactly("200");
        }
    }

    @Test
    void a_client_of_http_1_0_knows_no_hints() throws IOException {
        cache.origin(request -> HINT + response(200, "hello"));

        try (WireClient client = cache.connect()) {
            assertThat(client.send("GET /a HTTP/1.0\r\n\r\n").receive().status())
                    .isEqualTo(200);
        }
    }

    @Test
    void a_client_that_waits_is_told_to_go_on_when_the_origin_says_so() throws IOException {
        cache.origin.script(conversation -> {
            var head = conversation.readHead();
            assertThat(head.field("Expect")).isEqualTo("100-continue");
            conversation.send("HTTP/1.1 100 Continue\r\n\r\n");
            conversation.send(response(200, "got " + conversation.readBody(head)));
        });

        assertUploaded();
        assertUploadedByHttp2();
    }

    @Test
    void a_client_that_waits_is_told_to_go_on_although_the_origin_knows_no_expectations() throws IOException {
        cache.origin(request -> response(200, "got " + request.body()));

        assertUploaded();
        assertUploadedByHttp2();
    }

    @Test
    void an_origin_of_http2_is_asked_likewise() throws IOException {
        var script = new Http2Origin.Script() {
            @Override
            public void head(Http2Origin.Exchange exchange) {
                assertThat(exchange.request().get("expect")).hasToString("100-continue");
                exchange.head(100, false);
            }

            @Override
            public void whole(Http2Origin.Exchange exchange) {
                exchange.head(200, false).content("got " + exchange.body(), true);
            }
        };
        try (var origin = Http2Origin.start(script)) {
            cache.apply(cache.route(origin, ""));
            assertUploaded();
            assertUploadedByHttp2();
        }
    }

    @Test
    void a_refusal_of_the_origin_reaches_a_client_that_has_sent_nothing_yet() throws IOException {
        cache.origin.script(conversation -> {
            conversation.readHead();
            conversation.send(response(417, "not today"));
            conversation.awaitClose();
        });

        try (WireClient client = cache.connect()) {
            client.request("POST /a", EXPECTING, "Content-Length: 5");
            WireClient.Reply refusal = afterContinue(client);
            assertThat(refusal.status()).isEqualTo(417);
            assertThat(refusal.content()).isEqualTo("not today");
            // whether the content still comes is for the client to decide: so nothing can follow
            assertThat(refusal.field("connection")).isEqualTo("close");
            assertThat(client.receiveAll()).isEmpty();
        }
        try (var client = new Http2Client(cache.port())) {
            Http2Client.Stream stream = client.open(expecting(), false).ended();
            assertThat(stream.heads().getLast().status()).hasToString("417");
            assertThat(stream.content()).isEqualTo("not today");
        }
    }

    private void assertUploaded() throws IOException {
        try (WireClient client = cache.connect()) {
            client.request("POST /a", EXPECTING, "Content-Length: 5");
            assertThat(client.receive().status()).isEqualTo(100);
            WireClient.Reply reply = client.send("hello").receive();
            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.content()).isEqualTo("got hello");
        }
    }

    private void assertUploadedByHttp2() {
        try (var client = new Http2Client(cache.port())) {
            Http2Client.Stream stream = client.open(expecting(), false);
            assertThat(stream.status()).isEqualTo("100");
            assertThat(stream.send("hello", true).ended().content()).isEqualTo("got hello");
            assertThat(stream.heads()).hasSize(2);
        }
    }

    /** An origin that took its time may have let the client begin to send; no answer is lost by that. */
    private static WireClient.Reply afterContinue(WireClient client) throws IOException {
        WireClient.Reply reply = client.receive();
        return reply.status() == 100 ? client.receive() : reply;
    }

    private static Http2Headers expecting() {
        return Http2Client.request("POST", "/a").add("expect", "100-continue").add("content-length", "5");
    }

    private List<String> statuses(String path) {
        var statuses = new ArrayList<String>();
        try (var client = new Http2Client(cache.port())) {
            client.get(path).ended().heads().forEach(head -> statuses.add(String.valueOf(head.status())));
        }
        return statuses;
    }
}
