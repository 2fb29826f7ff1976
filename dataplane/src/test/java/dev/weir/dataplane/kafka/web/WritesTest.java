package dev.weir.dataplane.kafka.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.Acknowledgement;
import dev.weir.dataplane.kafka.web.write.WriteSettings;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may write, before Kafka is asked; what Kafka then has is looked at where there is one. */
@Timeout(300)
class WritesTest {
    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @SuppressWarnings("NullAway.Init")
    private Path folder;

    @BeforeEach
    void open(@TempDir Path temp) throws IOException {
        folder = temp;
        Files.createDirectories(temp.resolve("staged"));
        Files.writeString(temp.resolve("staged/7.staged"), "of a process that was killed");
        web = new TestWeb(temp);
        web.upstreams.addTopic("t", 1);
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void pagesOfOtherOriginsMayWriteWhereTheyAreNamed() {
        assertThat(post("Origin", "https://a.test").body())
                .contains("urn:weir:problem:forbidden")
                .contains("pages of this origin may not write");
        web.front.letIn(Set.of("*"));
        assertThat(post("Origin", "https://a.test").statusCode())
                .as("* is to read")
                .isEqualTo(403);
        assertThat(post("Origin", "null").statusCode()).isEqualTo(403);
        web.front.letIn(Set.of("https://a.test"));
        assertThat(post("Origin", "https://b.test").statusCode()).isEqualTo(403);
        assertThat(post("Origin", "https://a.test").body()).contains("there is no upstream");
        assertThat(post("Origin", "http://127.0.0.1:" + web.port()).body())
                .as("the same origin")
                .contains("there is no upstream");
    }

    @Test
    void nobodyWritesWhereItIsTurnedOff() {
        web.front.writeAs(new WriteSettings(false, Acknowledgement.ALL, 1 << 20, TestWeb.STAGED_BYTES_MAX));
        HttpResponse<String> answer = post("Weir-Key", "k");
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("listeners.web.produce.enabled");
    }

    @Test
    void anUpstreamThatIsNotThereIsToldAndNothingStaysStaged() throws IOException {
        HttpResponse<String> answer = web.send(HttpRequest.newBuilder(web.uri("/topics/t/messages"))
                .POST(HttpRequest.BodyPublishers.ofString("x".repeat(500_000)))
                .build());
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("nothing was written");
        assertThat(web.meters.get("weir.web.staged.bytes").gauge().value()).isZero();
        try (var files = Files.list(folder.resolve("staged"))) {
            assertThat(files)
                    .as("neither this one nor what another process left")
                    .isEmpty();
        }
    }

    @Test
    void whatIsMisspeltIsToldAndNothingIsWritten() {
        assertThat(post("Weir-Kye", "k").body())
                .contains("nothing was written: there is no field weir-kye, only weir-key, weir-key-base64");
        assertThat(post("Weir-Offset", "1").statusCode()).isEqualTo(400);
        assertThat(post("Weir-HeaderBase64-Trace", "AA==").body()).contains("there is no upstream");
        for (String condition : List.of("If-Match", "If-None-Match")) {
            HttpResponse<String> answer = post(condition, "*");
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("for PUT and DELETE of /topics/t/messages/KEY");
        }
    }

    @Test
    void whatTheQuerySaysIsTakenWholeOrNotAtAll() {
        assertThat(postTo("?key=a;b").body())
                .as("a semicolon is a character like others")
                .contains("there is no upstream");
        String many = "?" + "header.h=1&".repeat(200);
        assertThat(postTo(many).body()).contains("there is no upstream");
        HttpResponse<String> more = postTo(many + "header.h=1");
        assertThat(more.statusCode()).isEqualTo(400);
        assertThat(more.body()).contains("more than 200 parameters");
    }

    private HttpResponse<String> postTo(String query) {
        return web.send(HttpRequest.newBuilder(web.uri("/topics/t/messages" + query))
                .POST(HttpRequest.BodyPublishers.ofString("v"))
                .build());
    }

    private HttpResponse<String> post(String field, String value) {
        return web.send(HttpRequest.newBuilder(web.uri("/topics/t/messages"))
                .POST(HttpRequest.BodyPublishers.ofString("v"))
                .header(field, value)
                .build());
    }
}
