package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Several keys of a compacted topic in one answer. */
@Timeout(300)
class LatestTest {
    private static final String LATEST = "/topics/t/latest?";

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder);
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void severalKeysAreAnsweredInTheOrderInWhichTheyAreAskedFor() {
        FakeUpstreams.Copy[] copies = compacted(2);
        copies[0].append(batch().add(1, "a,b", "1").add(2, "a,b", "2").at(0));
        copies[1].append(batch().add(1, "c", "text", "h", "x").add(2, "d", null).at(0));
        HttpResponse<String> answer = web.get(LATEST + "key=d&key=nobody&key=c&key=a,b");
        assertThat(answer.statusCode()).isEqualTo(200);
        List<JsonNode> messages = messages(answer);
        assertThat(messages).extracting(each -> each.get("key").asText()).containsExactly("d", "nobody", "c", "a,b");
        assertThat(messages.get(0).get("tombstone").asBoolean()).isTrue();
        assertThat(messages.get(0).has("absent")).isFalse();
        assertThat(messages.get(1)).isEqualTo(Lines.json("{\"key\":\"nobody\",\"absent\":true}"));
        assertThat(messages.get(2).get("text").asText()).isEqualTo("text");
        assertThat(messages.get(2).get("headers").get("h").asText()).isEqualTo("x");
        assertThat(messages.get(3).get("value").asInt()).isEqualTo(2);
        assertThat(messages.get(3).get("offset").asInt()).isEqualTo(1);
    }

    @Test
    void keysThatAreNoTextAreAskedForInBase64OrByteByByteInThePath() {
        FakeUpstreams.Copy copy = compacted(1)[0];
        byte[] key = {(byte) 0xfb, (byte) 0xff, 0x10};
        copy.append(batch().addKey(1, key, "1").at(0));
        JsonNode standard = messages(web.get(LATEST + "key64=%2B%2F8Q")).getFirst();
        assertThat(standard.get("key").get("base64").asText()).isEqualTo("+/8Q");
        assertThat(standard.get("value").asInt()).isEqualTo(1);
        assertThat(messages(web.get(LATEST + "key64=-_8Q")).getFirst()).isEqualTo(standard);
        assertThat(web.get("/topics/t/messages/%FB%ff%10").body()).isEqualTo("1");
        HttpResponse<String> wrong = web.get(LATEST + "key64=!");
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("must be base64");
    }

    @Test
    void whoeverKnowsAllOfThemWaitsForOneToChange() throws Exception {
        FakeUpstreams.Copy copy = compacted(1)[0];
        copy.append(batch().add(1, "a", "1").add(2, "b", "1").at(0));
        String tag =
                web.get(LATEST + "key=a&key=new").headers().firstValue("etag").orElseThrow();
        assertThat(web.get(LATEST + "key=a&key=new", "If-None-Match", tag).statusCode())
                .isEqualTo(304);
        assertThat(web.get(LATEST + "key=a&key=b", "If-None-Match", tag).statusCode())
                .isEqualTo(200);
        var waiting = CompletableFuture.supplyAsync(
                () -> web.get(LATEST + "key=a&key=new", "If-None-Match", tag, "Prefer", "wait=60"));
        copy.append(batch().add(3, "b", "2").at(2));
        copy.append(batch().add(4, "new", "7").at(3));
        assertThat(messages(waiting.get()).get(1).get("value").asInt()).isEqualTo(7);
    }

    @Test
    void thereIsALimitToHowManyAreAskedForAndGiven() {
        FakeUpstreams.Copy copy = compacted(1)[0];
        assertThat(web.get("/topics/t/latest").statusCode()).isEqualTo(400);
        assertThat(messages(web.get(keys(100))).size()).isEqualTo(100);
        assertThat(web.get(keys(101)).body()).contains("there must be 1 to 100 keys");
        assertThat(web.get(keys(129)).body()).contains("more than 128 parameters");
        String large = "\"" + "x".repeat(900_000) + "\"";
        for (int i = 0; i < 6; i++) {
            copy.append(batch().add(i, Integer.toString(i), large).at(i));
        }
        HttpResponse<String> tooLarge = web.get(keys(6));
        assertThat(tooLarge.statusCode()).isEqualTo(413);
        assertThat(tooLarge.body()).contains("urn:weir:problem:too-large").contains("ask for fewer at a time");
        assertThat(messages(web.get(keys(4))).size()).isEqualTo(4);
    }

    @Test
    void topicsThatAreNotCompactedHaveNone() {
        web.upstreams.addTopic("t", 1);
        web.upstreams.follow("t", 0).view(0, -1);
        assertThat(web.get(LATEST + "key=a").statusCode()).isEqualTo(404);
        assertThat(web.get(LATEST + "key=a&filter=b").body()).contains("there is no parameter filter");
    }

    private static String keys(int count) {
        return LATEST
                + String.join(
                        "&", IntStream.range(0, count).mapToObj(i -> "key=" + i).toList());
    }

    private static List<JsonNode> messages(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return List.copyOf(
                Lines.json(answer.body()).get("messages").valueStream().toList());
    }

    private FakeUpstreams.Copy[] compacted(int partitions) {
        web.upstreams.addTopic("t", partitions);
        var copies = new FakeUpstreams.Copy[partitions];
        for (int i = 0; i < partitions; i++) {
            copies[i] = web.upstreams.follow("t", i, 0, Map.of("cleanup.policy", "compact"));
            copies[i].view(0, -1);
        }
        return copies;
    }
}
