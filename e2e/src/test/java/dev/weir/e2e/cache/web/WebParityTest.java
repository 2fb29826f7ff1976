package dev.weir.e2e.cache.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.Extent;
import dev.weir.e2e.cache.client.JavaReader;
import dev.weir.e2e.cache.client.Seen;
import dev.weir.e2e.cache.corpus.Corpus;
import dev.weir.e2e.cache.site.DataPlane;
import dev.weir.e2e.cache.site.SharedSite;
import dev.weir.e2e.cache.site.Site;
import dev.weir.e2e.host.Commands;
import dev.weir.e2e.host.RequiresProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** curl reads over HTTP exactly what the broker holds and has committed. */
@ExtendWith(SharedSite.class)
@RequiresProgram("curl")
class WebParityTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Site site;

    WebParityTest(Site site) {
        this.site = site;
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2-prior-knowledge"})
    void whatIsOnTheWebIsWhatTheBrokerHolds(String version) {
        Set<String> topics = Corpus.topics().stream()
                .filter(topic -> !Corpus.isCompacted(topic))
                .collect(Collectors.toSet());
        Contents truth;
        try (var admin = site.brokerAdmin()) {
            Extent extent = Extent.of(admin, topics, IsolationLevel.READ_COMMITTED);
            truth = JavaReader.ASSIGN.read(site.broker(), extent);
        }
        var web = new Contents();
        for (String topic : topics) {
            String url = ((DataPlane) site.caches().getFirst())
                    .web("/topics/" + topic + "/messages?format=ndjson&payload=base64&from=historical")
                    .toString();
            byte[] lines = Commands.run(null, List.of("curl", "-sS", "--fail", version, url));
            new String(lines, StandardCharsets.UTF_8)
                    .lines()
                    .map(WebParityTest::json)
                    .filter(line -> line.has("offset"))
                    .forEach(line -> web.add(
                            new TopicPartition(topic, line.get("partition").asInt()), seen(line)));
        }
        assertThat(web.partitions()).hasSizeGreaterThan(20);
        truth.seenAs(WebParityTest::onTheWeb).mustEqual(web, "curl " + version);
    }

    /** Headers of one name are together there. */
    private static Seen onTheWeb(Seen seen) {
        var named = new LinkedHashMap<String, List<Seen.Header>>();
        seen.headers()
                .forEach(header -> named.computeIfAbsent(header.name(), name -> new ArrayList<>())
                        .add(header));
        return seen.withoutTimestampType()
                .withHeaders(named.values().stream().flatMap(List::stream).toList());
    }

    private static Seen seen(JsonNode line) {
        var headers = new ArrayList<Seen.Header>();
        line.path("headers").properties().forEach(header -> {
            if (header.getValue().isArray()) {
                header.getValue().forEach(value -> headers.add(new Seen.Header(header.getKey(), bytes(value))));
            } else {
                headers.add(new Seen.Header(header.getKey(), bytes(header.getValue())));
            }
        });
        JsonNode time = line.get("timestamp");
        return new Seen(
                line.get("offset").asLong(),
                time == null ? -1 : Instant.parse(time.asText()).toEpochMilli(),
                TimestampType.NO_TIMESTAMP_TYPE,
                bytes(line.path("key")),
                line.has("tombstone") ? null : binary(line.path("base64")),
                headers);
    }

    /** A text, or what is no text. */
    private static @Nullable Bytes bytes(JsonNode node) {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        return node.isTextual()
                ? Bytes.wrap(node.asText().getBytes(StandardCharsets.UTF_8))
                : binary(node.path("base64"));
    }

    private static Bytes binary(JsonNode base64) {
        try {
            return Bytes.wrap(base64.binaryValue());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
