package dev.weir.dataplane.kafka.web.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.dataplane.kafka.web.PatchApplied;
import java.io.IOException;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonPatchTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        {"name": "a long name that stays", "rest": "and more of the same", "n": 1} | {"name": "a long name that stays", "rest": "and more of the same", "n": 2} | [{"op":"replace","path":"/n","value":2}]
        {"name": "a long name that stays", "rest": "and more of the same"} | {"name": "a long name that stays", "rest": "and more of the same"} | []
        {"name": "a long name that stays", "rest": "and more of the same", "a/b~": 1} | {"name": "a long name that stays", "rest": "and more of the same"} | [{"op":"remove","path":"/a~1b~0"}]
        {"name": "a long name that stays", "rest": "more", "n": 0.1} | {"name": "a long name that stays", "rest": "more", "n": 0.10000000000000000001} | [{"op":"replace","path":"/n","value":0.10000000000000000001}]
        """)
    void whatHasChangedIsTold(String before, String after, String patch) {
        assertThat(between(before, after)).isEqualTo(patch);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
        {"a": 1}                                      | {"a": 2}
        {"a": "something long enough to matter", "a": 2} | {"a": "something long enough to matter"}
        {"a": "something long enough to matter"       | {"a": "something long enough to matter"}
        """)
    void theValueIsSentWhereAPatchIsLongerOrMeansNothing(String before, String after) {
        assertThat(between(before, after)).isNull();
    }

    @Test
    void listsThatTakeLongToCompareAreSentWhole() {
        String longest = "[" + "1,".repeat(999) + "1]";
        assertThat(between(longest, longest)).isEqualTo("[]");
        String longer = "{\"a\":[" + "1,".repeat(1000) + "1]}";
        assertThat(between(longer, longer)).isNull();
    }

    @Test
    void whoeverAppliesAPatchHasTheValue() throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        int patches = 0;
        for (int i = 0; i < 2_000; i++) {
            JsonNode before = value(random, 0);
            JsonNode after = random.nextInt(4) == 0 ? value(random, 0) : changed(before.deepCopy(), random);
            String patch = between(before.toString(), after.toString());
            if (patch != null) {
                patches++;
                assertThat(PatchApplied.to(before, JSON.readTree(patch)))
                        .as("seed %d, %s and %s", seed, before, patch)
                        .isEqualTo(after);
            }
        }
        assertThat(patches).as("seed %d", seed).isGreaterThan(200);
    }

    private static JsonNode changed(JsonNode value, Random random) {
        switch (value) {
            case ObjectNode object -> object.set("n" + random.nextInt(6), value(random, 2));
            case ArrayNode array -> array.insert(random.nextInt(array.size() + 1), random.nextInt(100));
            default -> {
                return value(random, 1);
            }
        }
        return value;
    }

    private static JsonNode value(Random random, int depth) {
        return switch (random.nextInt(depth > 3 ? 4 : 7)) {
            case 0 -> NODES.numberNode(random.nextInt(5));
            case 1 -> NODES.textNode("text \u00e4\ud83d\ude00 \"" + random.nextInt(5));
            case 2 -> NODES.nullNode();
            case 3 -> NODES.booleanNode(random.nextBoolean());
            case 4 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(6); i > 0; i--) {
                    array.add(value(random, depth + 1));
                }
                yield array;
            }
            default -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(6); i > 0; i--) {
                    object.set(random.nextBoolean() ? "n" + i : "/~" + i, value(random, depth + 1));
                }
                yield object;
            }
        };
    }

    private static @Nullable String between(String before, String after) {
        byte[] patch = JsonPatch.between(before.getBytes(UTF_8), after.getBytes(UTF_8));
        return patch == null ? null : new String(patch, UTF_8);
    }
}
