package dev.weir.operator.acknowledgement;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.operator.acknowledgement.PodReport.Rejection;
import dev.weir.operator.acknowledgement.PodReport.Told;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what the management port answers, as {@code deploy/reference/status.md} has it. */
final class ManagementAnswers {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int PROBLEMS_MAX = 5;

    private ManagementAnswers() {}

    static Told read(String documents, String status, String name) throws JsonProcessingException {
        JsonNode told = JSON.readTree(documents);
        return new Told(
                text(told.path("active").path("checksum")),
                rejection(told.path("rejected")),
                statusOf(JSON.readTree(status), name));
    }

    private static @Nullable Rejection rejection(JsonNode rejected) {
        if (!rejected.isObject()) {
            return null;
        }
        var problems = new ArrayList<String>();
        rejected.path("problems").forEach(problem -> problems.add(line(problem)));
        List<String> first = problems.stream().limit(PROBLEMS_MAX).toList();
        return new Rejection(text(rejected.path("checksum")), first);
    }

    private static String line(JsonNode problem) {
        return Stream.of("path", "message", "advice")
                .map(field -> problem.path(field).asText())
                .filter(part -> !part.isEmpty())
                .reduce((left, right) -> left + ": " + right)
                .orElse("no reason told");
    }

    private static JsonNode statusOf(JsonNode status, String name) {
        for (JsonNode document : status.path("documents")) {
            if (name.equals(document.path("name").asText())) {
                return document.path("status");
            }
        }
        return MissingNode.getInstance();
    }

    private static @Nullable String text(JsonNode node) {
        return node.isTextual() ? node.textValue() : null;
    }
}
