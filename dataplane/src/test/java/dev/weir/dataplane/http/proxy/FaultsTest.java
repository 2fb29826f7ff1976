package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.http.OriginConversation;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Spoken.class)
class FaultsTest {
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
    void without_an_origin_what_is_stale_is_served() {
        cache.origin(request -> response(200, "hello", "Cache-Control: max-age=60"));
        cache.get("/a");
        cache.pass(Duration.ofMinutes(2));
        cache.closeOrigin();

        HttpResponse<String> stale = cache.get("/a");

        assertThat(stale.statusCode()).isEqualTo(200);
        assertThat(stale.body()).isEqualTo("hello");
        assertThat(status(stale)).isEqualTo("weir; hit; ttl=-60; detail=origin-failed");
    }

    @Test
    void without_an_origin_what_must_be_validated_is_not_served() {
        cache.origin(request -> response(200, "hello", "Cache-Control: max-age=60, must-revalidate"));
        cache.get("/a");
        cache.pass(Duration.ofMinutes(2));
        cache.closeOrigin();

        assertThat(cache.get("/a").statusCode()).isEqualTo(504);
    }

    @Test
    void without_an_origin_and_without_anything_stored_the_reason_is_told() {
        cache.closeOrigin();

        HttpResponse<String> failed = cache.get("/a");

        assertThat(failed.statusCode()).isEqualTo(502);
        assertThat(failed.body()).contains("\"error\"").contains(":" + cache.originPort());
        assertThat(status(failed)).isEqualTo("weir; fwd=uri-miss; detail=origin-failed");
    }

    @Test
    void an_error_is_made_up_for_by_what_is_stale_where_the_route_says_so() {
        cache.apply(cache.route("staleIfError: 1h"));
        cache.origin(request -> response(200, "hello", "Cache-Control: max-age=60"));
        cache.get("/a");
        cache.pass(Duration.ofMinutes(2));
        cache.origin(request -> response(503, "broken"));

        HttpResponse<String> stale = cache.get("/a");

        assertThat(stale.body()).isEqualTo("hello");
        assertThat(status(stale)).isEqualTo("weir; hit; fwd-status=503; ttl=-60; detail=origin-failed");
    }

    @Test
    void a_response_that_breaks_off_is_seen_to_be_broken_and_not_stored() {
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 100\r\n\r\nhello");
            conversation.reset();
        });

        assertThatThrownBy(() -> cache.get("/a")).hasMessageContaining("IOException");

        cache.origin(request -> response(200, "whole", "Cache-Control: max-age=60"));
        assertThat(cache.get("/a").body()).isEqualTo("whole");
    }

    @Test
    void an_origin_that_says_nothing_is_waited_for_only_so_long() {
        cache.apply(
                "routes: [{name: all, origin: {%s, retries: 0, timeouts: {firstByte: 1s}}}]".formatted(cache.exit()));
        cache.origin.script(OriginConversation::stall);

        HttpResponse<String> late = cache.get("/a");

        assertThat(late.statusCode()).isEqualTo(504);
        assertThat(late.body()).contains("\"error\"");
        assertThat(status(late)).isEqualTo("weir; fwd=uri-miss; detail=origin-failed");
    }

    @Test
    void a_path_that_no_route_takes_is_told_so() {
        cache.apply("routes: [{name: some, when: [{path: /b/**}], origin: {%s}}]".formatted(cache.exit()));

        HttpResponse<String> none = cache.get("/a");

        assertThat(none.statusCode()).isEqualTo(404);
        assertThat(none.body()).contains("no route takes GET /a");
        assertThat(status(none)).isEqualTo("weir; detail=no-route");
    }
}
