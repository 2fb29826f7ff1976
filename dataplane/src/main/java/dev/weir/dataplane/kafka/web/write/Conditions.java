package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.kafka.web.answer.Problem;
import dev.weir.dataplane.kafka.web.record.Message;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What must hold of the latest message of a key for another to be written (RFC 9110 section 13).
 *
 * @param match one of these; null for no matter which
 * @param absent there must be no value
 */
record Conditions(@Nullable List<String> match, boolean absent) {
    private static final String ANY = "*";

    static Conditions of(RequestHead head) throws WriteException {
        String match = head.fields().combined("if-match");
        String noneMatch = head.fields().combined("if-none-match");
        if (noneMatch != null && !noneMatch.strip().equals(ANY)) {
            throw WriteException.badRequest("to write, If-None-Match can only be *: if there is no value yet");
        }
        List<String> tags = match == null ? null : Arrays.asList(match.strip().split("\\s*,\\s*", -1));
        return new Conditions(tags, noneMatch != null);
    }

    boolean areThere() {
        return match != null || absent;
    }

    void check(Optional<Message> latest) throws WriteException {
        boolean present = latest.isPresent() && !latest.get().isTombstone();
        if (absent && present) {
            throw failed("there is a value already", latest);
        }
        if (match != null) {
            boolean matches = match.contains(ANY) ? present : latest.isPresent() && match.contains(tag(latest.get()));
            if (!matches) {
                throw failed("the latest message of the key is not the one of If-Match", latest);
            }
        }
    }

    private static WriteException failed(String why, Optional<Message> latest) {
        var problem =
                new Problem(412, "precondition", "It is not as it was thought to be", "nothing was written: " + why);
        return latest.isEmpty() ? new WriteException(problem) : new WriteException(problem, "ETag", tag(latest.get()));
    }

    private static String tag(Message message) {
        return "\"" + message.partition() + "-" + message.offset() + "\"";
    }
}
