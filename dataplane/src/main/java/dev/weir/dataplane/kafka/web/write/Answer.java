package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.web.answer.Output;
import dev.weir.dataplane.kafka.web.answer.Problem;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A whole answer, which may be given more than once.
 *
 * @param fields beside what every answer has
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares them
record Answer(int status, FieldList fields, byte @Nullable [] content) {
    static Answer json(int status, FieldList fields, String json) {
        return new Answer(
                status,
                FieldList.of("Content-Type", "application/json", "Cache-Control", "no-store")
                        .plus(fields),
                (json + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** Says that the message is written, and where. */
    static Answer written(int status, Written written, FieldList fields) {
        FieldList all = FieldList.of(
                        "Weir-Partition",
                        Integer.toString(written.partition()),
                        "Weir-Offset",
                        Long.toString(written.offset()))
                .plus(fields);
        return json(status, all, written.json());
    }

    /** Says why it is not. */
    static Answer problem(WriteException e) {
        Problem problem = e.problem();
        return new Answer(
                problem.status(),
                FieldList.of("Content-Type", "application/problem+json", "Cache-Control", "no-store")
                        .plus(e.fields()),
                (problem.json() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    Answer withStatus(int other) {
        return new Answer(other, fields, content);
    }

    Answer with(String field, String value) {
        return new Answer(status, fields.plus(field, value), content);
    }

    /** What it takes of memory, about. */
    int footprint() {
        return 512 + (content == null ? 0 : content.length);
    }

    void to(Output output) {
        output.answer(status, fields, content);
    }
}
