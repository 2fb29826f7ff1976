package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.cache.client.Contents;
import dev.weir.e2e.cache.client.RunningWriter;
import dev.weir.e2e.cache.client.Writer;
import dev.weir.e2e.cache.web.WebReader;
import dev.weir.e2e.cache.web.WebReader.Told;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.readiness.Readiness;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Topics over HTTP, as those have them who are on this machine and in the cluster. One pod serves all tests. */
@RequiresCluster
@Timeout(1800)
class WebClientsTest {
    private static final int PARTITIONS = 3;
    private static final int RECORDS = 500;

    /** What is read while pods come and go. */
    private static final String STORY = "orders-for-ever";

    private static final ObjectMapper JSON = new ObjectMapper();

    private static Operator operator;
    private static Shop shop;

    private final HttpUser user = new HttpUser();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

    @BeforeAll
    static void serve() {
        operator = Operator.install(Installation.KUSTOMIZE);
        shop = Shop.open(operator, 1);
        shop.kafka().createTopic("orders", PARTITIONS, Map.of());
        shop.kafka().createTopic(STORY, PARTITIONS, Map.of());
        shop.apply(shop.orders());
        shop.awaitTrue("Ready");
    }

    @AfterAll
    static void stop() {
        try (Operator _ = operator) {
            shop.close();
        }
    }

    @AfterEach
    void leave() {
        user.close();
        threads.shutdownNow();
    }

    @Test
    void what_is_written_upstream_and_over_HTTP_is_read_here_and_in_a_pod() {
        shop.write("orders", PARTITIONS, RECORDS);
        HttpResponse<String> written = user.post(shop.web("/topics/orders/messages?partition=1"), "by web");
        assertThat(written.statusCode()).as(written.body()).isEqualTo(201);
        assertThat(written.headers().firstValue("Weir-Offset")).hasValue(String.valueOf(RECORDS));

        List<Told> upstream = upstream("orders");
        assertThat(upstream).contains(new Told(1, RECORDS, null, "by web"));
        String everything = "/topics/orders/messages?format=ndjson";
        await("all of it is here")
                .untilAsserted(() -> assertThat(
                                messages(user.get(shop.web(everything)).body().lines()))
                        .hasSize(upstream.size()));
        List<String> printed = ClientPod.run(shop, GetInPod.class, "http://orders:8081" + everything);
        assertThat(byPartition(messages(printed.stream()))).isEqualTo(byPartition(upstream));
        assertThat(byPartition(messages(user.get(shop.web(everything)).body().lines())))
                .isEqualTo(byPartition(upstream));
    }

    @Test
    void a_reader_goes_on_at_its_cursor_when_the_pod_is_deleted_and_when_its_program_is_killed() throws Exception {
        var read = new AtomicInteger();
        var reader = new WebReader(List.of(shop.web("/topics/" + STORY + "/messages")), new Random(1), told -> {
            read.incrementAndGet();
            return "last".equals(told.value());
        });
        Future<?> reading = threads.submit(() -> {
            reader.readUntil(PARTITIONS);
            return null;
        });
        try (RunningWriter writer = writeOneAfterAnother()) {
            awaitReadOn(read);

            Pod lost = shop.pod(0);
            shop.kubectl("delete", "pod", lost.getMetadata().getName());
            shop.awaitAnother(lost);
            awaitReadOn(read);

            List<String> killed = shop.incarnations();
            PodProcess.kill(operator.cluster(), shop.pod(0));
            await("it was started again")
                    .atMost(Applied.PATIENCE)
                    .until(() -> !shop.incarnations().equals(killed) && Readiness.isPodReady(shop.pod(0)));
            awaitReadOn(read);
            assertThat(writer.errors()).isEmpty();
        }
        try (Writer writer = Writer.open(shop.broker(), Map.of())) {
            for (int partition = 0; partition < PARTITIONS; partition++) {
                writer.send(STORY, partition, "last");
            }
            writer.acknowledged();
        }
        reading.get();
        assertThat(reader.read()).isEqualTo(byPartition(upstream(STORY)));
    }

    private static RunningWriter writeOneAfterAnother() {
        var written = new AtomicInteger();
        return RunningWriter.start("writer", () -> Writer.open(shop.broker(), Map.of()), writer -> {
            int next = written.getAndIncrement();
            writer.send(STORY, next % PARTITIONS, "story-" + next);
            writer.acknowledged();
        });
    }

    private static void awaitReadOn(AtomicInteger read) {
        int before = read.get();
        await("it reads on").atMost(Applied.PATIENCE).until(() -> read.get() > before + 100);
    }

    private static List<Told> upstream(String topic) {
        Contents contents = shop.read(shop.broker(), topic);
        var upstream = new ArrayList<Told>();
        for (TopicPartition partition : contents.partitions()) {
            contents.of(partition)
                    .forEach(seen -> upstream.add(new Told(partition.partition(), seen.offset(), null, seen.text())));
        }
        return upstream;
    }

    private static List<Told> messages(Stream<String> lines) {
        return lines.map(WebClientsTest::json)
                .filter(line -> line.has("offset"))
                .map(Told::of)
                .toList();
    }

    private static Map<Integer, List<Told>> byPartition(List<Told> messages) {
        return messages.stream().collect(Collectors.groupingBy(Told::partition));
    }

    private static JsonNode json(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
