package dev.weir.dataplane.http.proxy;

import static dev.weir.dataplane.http.proxy.CacheUnderTest.response;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.server.Http2Client;
import dev.weir.dataplane.http.server.WireClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What clients leave behind that go before they have got what they asked for. */
class LeavingClientsTest {
    private static final int LARGE = 4 * 1024 * 1024;

    @TempDir
    Path folder;

    private CacheUnderTest cache;
    private final CountDownLatch left = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @BeforeEach
    void open() {
        cache = new CacheUnderTest(folder, "");
    }

    @AfterEach
    void close() {
        left.countDown();
        cache.close();
    }

    @Test
    void an_answer_to_a_client_of_http2_that_cancelled_meanwhile_is_broken_off() throws Exception {
        answersWhenLeft();

        try (var client = new Http2Client(cache.port())) {
            Http2Client.Stream cancelled = client.get("/a");
            await().until(() -> !cache.origin.requests().isEmpty());
            cancelled.cancel();
            client.get("/b");
            // the cancellation has been read when what came behind it has
            await().until(() -> cache.origin.requests().size() == 2);
            left.countDown();
            closed.await();
        }
        assertNothingIsHeld();
    }

    @Test
    void an_answer_to_a_client_that_sends_nonsense_meanwhile_is_broken_off() throws Exception {
        cache.origin.script(conversation -> {
            conversation.readHead();
            conversation.send("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n" + "a".repeat(LARGE / 2));
            conversation.awaitClose();
        });

        try (WireClient client = cache.connect()) {
            client.request("POST /a", "Transfer-Encoding: chunked").send("5\r\nhello\r\n");
            assertThat(client.receiveHead()).startsWith("HTTP/1.1 200 ");
            client.send("nonsense\r\n");
            client.receiveAll();
        } catch (IOException e) {
            // it is reset for the client where something was left unread
        }
        assertNothingIsHeld();
    }

    /** The first request is answered when the client has left, with more than is held back; others never are. */
    private void answersWhenLeft() {
        cache.origin.script(conversation -> {
            conversation.readRequest();
            if (conversation.number() > 1) {
                conversation.stall();
            }
            left.await();
            try {
                conversation.send(response(200, "a".repeat(LARGE), "Cache-Control: no-store"));
                conversation.awaitClose();
            } finally {
                closed.countDown();
            }
        });
    }

    private void assertNothingIsHeld() {
        await().untilAsserted(() -> assertThat(
                        cache.meters.get("weir.http.buffered.bytes").gauge().value())
                .isZero());
    }
}
