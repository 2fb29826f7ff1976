package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.field;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.http.OriginConversation;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Spoken.class)
class ReuseTest {
    @Parameter
    Spoken spoken;

    @TempDir
    Path folder;

    private CacheUnderTest cache;

    @BeforeEach
    void open() {
        cache = new CacheUnderTest(folder, spoken, "");
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void what_is_fresh_is_answered_without_the_origin_and_tells_its_age() {
        cache.origin(request -> response(200, "hello", "Cache-Control: max-age=60", "X-Own: a"));

        HttpResponse<String> first = cache.get("/a");
        cache.pass(Duration.ofSeconds(10));
        HttpResponse<String> second = cache.get("/a");

        assertThat(first.body()).isEqualTo("hello");
        assertThat(status(first)).isEqualTo("weir; fwd=uri-miss; stored; ttl=60");
        assertThat(second.body()).isEqualTo("hello");
        assertThat(status(second)).isEqualTo("weir; hit; ttl=50");
        assertThat(field(second, "Age")).isEqualTo("10");
        assertThat(field(second, "X-Own")).isEqualTo("a");
        assertThat(cache.origin.requests()).hasSize(1);
    }

    @Test
    void a_head_is_answered_from_what_a_get_brought() {
        cache.origin(request -> response(200, "hello", "Cache-Control: max-age=60"));
        cache.get("/a");

        HttpResponse<String> head = cache.send("HEAD", "/a", "");

        assertThat(status(head)).isEqualTo("weir; hit; ttl=60");
        assertThat(field(head, "Content-Length")).isEqualTo("5");
        assertThat(head.body()).isEmpty();
    }

    @Test
    void variants_are_kept_side_by_side() {
        cache.origin(request -> response(
                200,
                String.valueOf(request.field("Accept-Language")),
                "Cache-Control: max-age=60",
                "Vary: Accept-Language"));

        cache.get("/a", "Accept-Language", "de");
        cache.get("/a", "Accept-Language", "fr");

        assertThat(cache.get("/a", "Accept-Language", "de").body()).isEqualTo("de");
        assertThat(status(cache.get("/a", "Accept-Language", "fr"))).startsWith("weir; hit");
        assertThat(status(cache.get("/a", "Accept-Language", "it"))).startsWith("weir; fwd=vary-miss");
    }

    @Test
    void a_change_makes_what_is_stored_of_it_to_be_validated() {
        cache.origin(request -> response(200, "hello", "Cache-Control: max-age=60", "ETag: \"1\""));
        cache.get("/a");

        cache.send("POST", "/a", "change");
        cache.get("/a");

        assertThat(cache.origin.requests()).hasSize(3);
        assertThat(cache.origin.requests().getLast().field("If-None-Match")).isEqualTo("\"1\"");
    }

    @Test
    void what_is_stale_is_validated_and_then_fresh_again() {
        cache.origin(request -> request.field("If-None-Match") == null
                ? response(200, "hello", "Cache-Control: max-age=60", "ETag: \"1\"")
                : "HTTP/1.1 304 Not Modified\r\nETag: \"1\"\r\nCache-Control: max-age=60\r\n\r\n");
        cache.get("/a");
        cache.pass(Duration.ofSeconds(61));

        HttpResponse<String> validated = cache.get("/a");

        assertThat(validated.statusCode()).isEqualTo(200);
        assertThat(validated.body()).isEqualTo("hello");
        assertThat(status(validated)).isEqualTo("weir; fwd=stale; fwd-status=304; stored; ttl=60");
        assertThat(status(cache.get("/a"))).isEqualTo("weir; hit; ttl=60");
    }

    @Test
    void a_client_that_has_it_is_told_so_by_the_cache() {
        cache.origin(request -> response(200, "hello", "Cache-Control: max-age=60", "ETag: \"1\""));
        cache.get("/a");

        HttpResponse<String> known = cache.get("/a", "If-None-Match", "\"1\"");

        assertThat(known.statusCode()).isEqualTo(304);
        assertThat(field(known, "ETag")).isEqualTo("\"1\"");
        assertThat(cache.origin.requests()).hasSize(1);
    }

    @Test
    void while_it_is_validated_the_stale_one_is_served_where_the_origin_allows_it() {
        var version = new AtomicInteger();
        cache.origin(request ->
                response(200, "v" + version.incrementAndGet(), "Cache-Control: max-age=60, stale-while-revalidate=30"));
        cache.get("/a");
        cache.pass(Duration.ofSeconds(70));

        HttpResponse<String> stale = cache.get("/a");

        assertThat(stale.body()).isEqualTo("v1");
        assertThat(status(stale)).isEqualTo("weir; hit; ttl=-10");
        await().untilAsserted(() -> assertThat(cache.get("/a").body()).isEqualTo("v2"));
    }

    @Test
    void only_what_is_cached_is_given_to_those_who_want_nothing_else() {
        HttpResponse<String> nothing = cache.get("/a", "Cache-Control", "only-if-cached");

        assertThat(nothing.statusCode()).isEqualTo(504);
        assertThat(nothing.body()).contains("only what is cached was asked for");
        assertThat(cache.origin.requests()).isEmpty();
    }

    @Test
    void ranges_are_cut_out_of_the_whole() {
        cache.origin(request -> response(200, "0123456789", "Cache-Control: max-age=60", "ETag: \"1\""));
        cache.get("/a");

        HttpResponse<String> part = cache.get("/a", "Range", "bytes=2-4");
        HttpResponse<String> beyond = cache.get("/a", "Range", "bytes=20-");

        assertThat(part.statusCode()).isEqualTo(206);
        assertThat(part.body()).isEqualTo("234");
        assertThat(field(part, "Content-Range")).isEqualTo("bytes 2-4/10");
        assertThat(beyond.statusCode()).isEqualTo(416);
        assertThat(field(beyond, "Content-Range")).isEqualTo("bytes */10");
    }

    @Test
    void a_stored_part_is_completed_with_what_it_lacks() {
        cache.origin(ReuseTest::partly);

        HttpResponse<String> part = cache.get("/a", "Range", "bytes=0-4");
        HttpResponse<String> whole = cache.get("/a");

        assertThat(part.body()).isEqualTo("01234");
        assertThat(whole.statusCode()).isEqualTo(200);
        assertThat(whole.body()).isEqualTo("0123456789");
        assertThat(cache.origin.requests().getLast().field("Range")).isEqualTo("bytes=5-");
        assertThat(status(cache.get("/a"))).startsWith("weir; hit");
    }

    private static String partly(OriginConversation.Request request) {
        String fields = "ETag: \"1\"\r\nCache-Control: max-age=60\r\n";
        return switch (String.valueOf(request.field("Range"))) {
            case "bytes=0-4" ->
                "HTTP/1.1 206 P\r\n" + fields + "Content-Range: bytes 0-4/10\r\nContent-Length: 5\r\n\r\n01234";
            case "bytes=5-" ->
                "HTTP/1.1 206 P\r\n" + fields + "Content-Range: bytes 5-9/10\r\nContent-Length: 5\r\n\r\n56789";
            default -> "HTTP/1.1 200 W\r\n" + fields + "Content-Length: 10\r\n\r\n0123456789";
        };
    }

    @Test
    void the_origin_sees_who_asks() {
        cache.origin(request -> response(200, "hello"));

        cache.get("/a/b?c=d", "X-Forwarded-Proto", "gopher", "X-Forwarded-For", "192.0.2.1");

        var seen = cache.origin.requests().getFirst();
        assertThat(seen.line()).isEqualTo("GET /a/b?c=d HTTP/1.1");
        assertThat(seen.field("Host")).isEqualTo("127.0.0.1:" + cache.originPort());
        assertThat(seen.field("X-Forwarded-For")).isEqualTo("192.0.2.1, 127.0.0.1");
        assertThat(seen.field("X-Forwarded-Proto")).isEqualTo(spoken.http2Clients() ? "https" : "http");
        assertThat(seen.field("Via")).isEqualTo(spoken.http2Clients() ? "2 weir" : "1.1 weir");
    }

    @Test
    void what_is_sent_by_post_reaches_the_origin_whole() {
        cache.origin(request -> response(201, request.body()));
        String large = "0123456789".repeat(100_000);

        HttpResponse<String> created = cache.send("POST", "/a", large);

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.body()).isEqualTo(large);
        assertThat(status(created)).startsWith("weir; fwd=method");
    }

    @Test
    void what_is_too_large_to_be_kept_is_passed_on_whole() {
        cache.apply("store: {maxObjectSize: 1Ki}\n  " + cache.route(""));
        String large = "x".repeat(300_000);
        cache.origin(request -> response(200, large, "Cache-Control: max-age=60"));

        assertThat(cache.get("/a").body()).isEqualTo(large);
        assertThat(cache.get("/a").body()).isEqualTo(large);
        assertThat(cache.origin.requests()).hasSize(2);
    }

    @Test
    void what_came_in_the_background_and_is_not_stored_is_not_read_to_its_end() throws InterruptedException {
        var brokenOff = new CountDownLatch(1);
        cache.origin(request ->
                response(200, "hello", "Cache-Control: max-age=60, stale-while-revalidate=60", "ETag: \"1\""));
        cache.get("/a");
        cache.pass(Duration.ofSeconds(61));
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n");
            try {
                conversation.awaitClose();
            } finally {
                brokenOff.countDown();
            }
        });
        cache.origin.resetAll();

        assertThat(cache.get("/a").body()).isEqualTo("hello");

        assertThat(brokenOff.await(Patience.LIMIT.toMillis(), TimeUnit.MILLISECONDS))
                .isTrue();
    }
}
