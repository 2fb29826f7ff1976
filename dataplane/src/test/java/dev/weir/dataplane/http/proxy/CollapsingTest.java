package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static dev.weir.dataplane.http.proxy.CacheUnderTest.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(Spoken.class)
class CollapsingTest {
    @Parameter
    Spoken spoken;

    private static final int CLIENTS = 20;

    @TempDir
    Path folder;

    private CacheUnderTest cache;
    private final CountDownLatch answered = new CountDownLatch(1);

    @BeforeEach
    void open() {
        cache = new CacheUnderTest(folder, spoken, "");
    }

    @AfterEach
    void close() {
        answered.countDown();
        cache.close();
    }

    @Test
    void many_who_want_the_same_ask_the_origin_once() {
        answersLater("Cache-Control: max-age=60");

        var replies = ask();
        await().until(() -> cache.origin.requests().size() == 1);
        answered.countDown();

        assertThat(replies).allSatisfy(reply -> assertThat(reply.join().body()).isEqualTo("hello"));
        assertThat(cache.origin.requests()).hasSize(1);
        assertThat(status(cache.get("/a"))).startsWith("weir; hit");
    }

    @Test
    void what_cannot_be_shared_is_asked_for_by_each_at_the_same_time() {
        answersLater("Cache-Control: no-store");

        var replies = ask();
        await().until(() -> cache.origin.requests().size() == 1);
        answered.countDown();

        assertThat(replies).allSatisfy(reply -> assertThat(reply.join().body()).isEqualTo("hello"));
        assertThat(cache.origin.requests()).hasSize(CLIENTS);
    }

    @Test
    void the_content_streams_to_all_while_it_comes_and_is_stored_although_the_first_client_leaves() throws Exception {
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 10\r\n\r\n01234");
            answered.await();
            conversation.send("56789");
            conversation.awaitClose();
        });

        leaveAfter("01234");
        CompletableFuture<HttpResponse<String>> second = cache.sending("GET", "/a", "");
        answered.countDown();

        assertThat(second.join().body()).isEqualTo("0123456789");
        assertThat(cache.get("/a").body()).isEqualTo("0123456789");
        assertThat(cache.origin.requests()).hasSize(1);
    }

    @Test
    void a_head_that_meets_a_response_on_its_way_gets_no_content() throws Exception {
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send("HTTP/1.1 200 OK\r\nCache-Control: max-age=60\r\nContent-Length: 10\r\n\r\n01234");
            answered.await();
            conversation.send("56789");
            conversation.awaitClose();
        });
        CompletableFuture<HttpResponse<String>> get = cache.sending("GET", "/a", "");
        await().until(() -> status(cache.send("HEAD", "/a", "", "Cache-Control", "only-if-cached"))
                .contains("collapsed"));
        answered.countDown();

        assertThat(get.join().body()).isEqualTo("0123456789");
    }

    @Test
    void what_nobody_wants_any_more_and_is_not_stored_is_not_fetched_to_its_end() throws Exception {
        var gone = new CountDownLatch(1);
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send("HTTP/1.1 200 OK\r\nCache-Control: no-store\r\nContent-Length: 10\r\n\r\n01234");
            conversation.awaitClose();
            gone.countDown();
        });

        leaveAfter("01234");

        await().until(() -> gone.getCount() == 0);
    }

    /** A client asks, and goes when this much has come. */
    private void leaveAfter(String begun) throws IOException {
        try (InputStream in = cache.stream("/a").join().body()) {
            assertThat(in.readNBytes(begun.length())).asString().isEqualTo(begun);
        }
    }

    private void answersLater(String field) {
        cache.origin.script(conversation -> {
            while (conversation.readRequest() != null) {
                answered.await();
                conversation.send(response(200, "hello", field));
            }
        });
    }

    private List<CompletableFuture<HttpResponse<String>>> ask() {
        var replies = new ArrayList<CompletableFuture<HttpResponse<String>>>();
        for (int i = 0; i < CLIENTS; i++) {
            replies.add(cache.sending("GET", "/a", ""));
        }
        return replies;
    }
}
