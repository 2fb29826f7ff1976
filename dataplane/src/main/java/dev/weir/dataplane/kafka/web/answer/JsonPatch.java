package dev.weir.dataplane.kafka.web.answer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.flipkart.zjsonpatch.DiffFlags;
import com.flipkart.zjsonpatch.JsonDiff;
import java.io.IOException;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;

/**
 * What makes one JSON value of another (RFC 6902), where that is less than the value. Numbers are compared as they are
 * written, however large; values in which a name is there twice mean no one thing and are left alone.
 */
final class JsonPatch {
    /** Comparing two lists takes as many steps as the product of their lengths. */
    private static final int LIST_MAX = 1_000;

    /** Finding out what was moved and copied takes the square of what has changed, and seldom saves anything. */
    private static final EnumSet<DiffFlags> FLAGS =
            EnumSet.of(DiffFlags.OMIT_MOVE_OPERATION, DiffFlags.OMIT_COPY_OPERATION, DiffFlags.OMIT_VALUE_ON_REMOVE);

    private static final ObjectMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    private JsonPatch() {}

    /** Null where the value itself is to be sent. */
    static byte @Nullable [] between(byte[] before, byte[] after) {
        try {
            JsonNode from = JSON.readTree(before);
            JsonNode to = JSON.readTree(after);
            if (hasLongList(from) || hasLongList(to)) {
                return null;
            }
            byte[] patch = JSON.writeValueAsBytes(JsonDiff.asJson(from, to, FLAGS));
            return patch.length < after.length ? patch : null;
        } catch (JsonProcessingException e) {
            return null;
        } catch (IOException e) {
            throw new IllegalStateException(e); // of memory
        }
    }

    private static boolean hasLongList(JsonNode node) {
        if (node.isArray() && node.size() > LIST_MAX) {
            return true;
        }
        for (JsonNode child : node) {
            if (hasLongList(child)) {
                return true;
            }
        }
        return false;
    }
}
