package dev.weir.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Clients that begin and do not go on are given up, whatever they wait with, while others are served. */
@Timeout(600)
class StallingClientsTest {
    private static final int MANY = 50;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void requestsThatDoNotComeToAnEndAreNotWaitedForLong() throws Exception {
        try (var site = new AttackedSite(folder, "15s");
                var silent = RawConnections.open(site.port(), MANY);
                var heads = RawConnections.open(site.port(), MANY);
                var contents = RawConnections.open(site.port(), MANY)) {
            heads.send("GET / HTTP/1.1\r\nHost: a\r\nX: ");
            contents.send("POST /form HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\nhello");
            site.mustServeOthers();
            await().until(() -> {
                heads.receive().send("x"); // byte by byte
                return heads.areOver()
                        && contents.receive().areOver()
                        && silent.receive().areOver();
            });

            assertThat(heads.answers())
                    .hasSize(MANY)
                    .allSatisfy(answer -> assertThat(answer)
                            .startsWith("HTTP/1.1 408 ")
                            .contains("the head of the request did not come in time"));
            assertThat(contents.answers())
                    .hasSize(MANY)
                    .allSatisfy(answer -> assertThat(answer).startsWith("HTTP/1.1 408 "));
            assertThat(silent.answers()).isEmpty();
            assertThat(site.origin().asked("/form")).isZero();
            site.awaitRefused("slow-request", 2 * MANY);
            site.mustBeOver();
        }
    }
}
