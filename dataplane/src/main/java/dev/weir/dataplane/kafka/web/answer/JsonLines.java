package dev.weir.dataplane.kafka.web.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.kafka.web.read.Cursor;
import dev.weir.dataplane.kafka.web.read.Step;
import io.netty.buffer.ByteBuf;
import java.util.function.Supplier;

/** One JSON object on each line: messages as they are, and what else there is to tell with {@code event}. */
public final class JsonLines implements StreamFormat {
    @Override
    public String contentType() {
        return "application/x-ndjson";
    }

    @Override
    public void message(Written message, Supplier<Cursor> cursor, ByteBuf out) {
        out.writeBytes(message.json()).writeByte('\n');
    }

    @Override
    public void caughtUp(Cursor cursor, ByteBuf out) {
        line("caught-up", "\"cursor\":\"" + cursor + "\"", out);
    }

    @Override
    public void gap(Step.Gap gap, Cursor cursor, ByteBuf out) {
        line("gap", "\"gap\":" + JsonText.of(gap) + ",\"cursor\":\"" + cursor + "\"", out);
    }

    @Override
    public void heartbeat(Cursor cursor, ByteBuf out) {
        line("heartbeat", "\"cursor\":\"" + cursor + "\"", out);
    }

    @Override
    public void broken(Problem problem, ByteBuf out) {
        line("problem", "\"problem\":" + problem.json(), out);
    }

    private static void line(String event, String rest, ByteBuf out) {
        out.writeCharSequence("{\"event\":\"" + event + "\"," + rest + "}\n", UTF_8);
    }
}
