package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.coding.Decoded;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers that are compressed for clients that like that. */
@Timeout(300)
class CompressionTest {
    private static final String PAGE = "/topics/t/messages";
    private static final String TEXT = "\"" + "something that is said again and again ".repeat(20) + "\"";

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @SuppressWarnings("NullAway.Init")
    private FakeUpstreams.Copy copy;

    private final HttpClient client = HttpClient.newHttpClient();

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder);
        web.upstreams.addTopic("t", 1);
        copy = web.upstreams.follow("t", 0, 0, Map.of("cleanup.policy", "compact"));
        copy.view(0, -1);
        copy.append(
                batch().add(1, "a", TEXT).add(2, "b", TEXT).add(3, "c", TEXT).at(0));
    }

    @AfterEach
    void close() {
        client.shutdownNow();
        web.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        gzip                               | gzip
        br                                 | br
        zstd                               | zstd
        gzip, deflate, br, zstd            | zstd
        gzip;q=1.0, br;q=0.9, zstd;q=0.9   | gzip
        GZIP;Q=0.5                         | gzip
        zstd;q=0, *                        | br
        *;q=0.1                            | zstd
        identity, gzip;q=0.5               | ''
        gzip;q=0                           | ''
        gzip;q=much                        | ''
        deflate                            | ''
        ''                                 | ''
        """)
    void theClientsFavouriteIsTaken(String accepted, String coding) throws Exception {
        for (String target : new String[] {PAGE, PAGE + "?format=ndjson", "/topics/t/latest?key=a&key=b"}) {
            HttpResponse<InputStream> plain = send(target, "identity");
            HttpResponse<InputStream> answer = send(target, accepted);
            assertThat(answer.headers().firstValue("content-encoding").orElse(""))
                    .isEqualTo(coding);
            assertThat(answer.headers().allValues("vary")).contains("Accept-Encoding");
            assertThat(plain.headers().allValues("vary")).contains("Accept-Encoding");
            byte[] content = answer.body().readAllBytes();
            byte[] said = plain.body().readAllBytes();
            assertThat(Decoded.whole(coding, content)).isEqualTo(said);
            if (!coding.isEmpty()) {
                assertThat(content.length).isLessThan(said.length / 4);
            }
        }
        await().until(() -> used() == 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"gzip", "br", "zstd"})
    void aStreamIsDecodedAsItComes(String coding) throws Exception {
        HttpResponse<InputStream> answer = send(PAGE + "?format=sse", coding);
        assertThat(answer.headers().firstValue("content-encoding")).hasValue(coding);
        assertThat(used()).isPositive();
        try (InputStream lines = Decoded.stream(coding, answer.body())) {
            awaitLine(lines, "event: caught-up");
            copy.append(batch().add(4, "d", "4").at(3));
            awaitLine(lines, "\"offset\":3");
            copy.append(batch().add(5, "e", "5").at(4));
            awaitLine(lines, "\"offset\":4");
        }
        copy.append(batch().add(6, "f", "6").at(5)); // so that it is found to have left
        await().until(() -> used() == 0);
    }

    @Test
    void whatIsKnownAlreadyIsKnownCodedAsWell() throws Exception {
        for (String target : new String[] {PAGE, "/topics/t/latest?key=a&key=b"}) {
            String tag = send(target, "gzip").headers().firstValue("etag").orElseThrow();
            assertThat(tag).startsWith("W/");
            HttpResponse<String> same = web.get(target, "If-None-Match", tag, "Accept-Encoding", "br");
            assertThat(same.statusCode()).isEqualTo(304);
            assertThat(same.headers().firstValue("etag")).hasValue(tag);
            assertThat(same.headers().allValues("vary")).contains("Accept-Encoding");
        }
    }

    @Test
    void smallAnswersAndValuesAreLeftAsTheyAre() throws Exception {
        assertThat(send("/topics", "gzip").headers().firstValue("content-encoding"))
                .isEmpty();
        HttpResponse<InputStream> value = send(PAGE + "/a", "gzip");
        assertThat(value.headers().firstValue("content-encoding")).isEmpty();
        assertThat(value.headers().firstValue("etag")).as("good for If-Match").hasValue("\"0-0\"");
    }

    @Test
    void theHeadAloneIsThatOfTheAnswer() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(web.uri(PAGE + "?format=ndjson"))
                .header("Accept-Encoding", "gzip")
                .HEAD()
                .build();
        HttpResponse<String> head = web.send(request);
        assertThat(head.headers().firstValue("content-encoding")).hasValue("gzip");
        assertThat(head.body()).isEmpty();
        await().until(() -> used() == 0);
    }

    private double used() {
        return web.meters.get("weir.web.coding.bytes").gauge().value();
    }

    /** Byte by byte: a reader of characters waits for more than what there is. */
    private static void awaitLine(InputStream lines, String part) throws IOException {
        var line = new ByteArrayOutputStream();
        while (!line.toString(UTF_8).contains(part)) {
            int next = lines.read();
            assertThat(next).as("what comes before %s", part).isNotNegative();
            if (next == '\n') {
                line.reset();
            } else {
                line.write(next);
            }
        }
    }

    private HttpResponse<InputStream> send(String target, String accepted) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(web.uri(target));
        if (!accepted.isEmpty()) {
            request.header("Accept-Encoding", accepted);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    }
}
