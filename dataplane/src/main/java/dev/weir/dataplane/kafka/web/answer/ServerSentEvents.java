package dev.weir.dataplane.kafka.web.answer;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.kafka.web.read.Cursor;
import dev.weir.dataplane.kafka.web.read.Step;
import io.netty.buffer.ByteBuf;
import java.util.function.Supplier;

/**
 * Server-sent events, as browsers read them by themselves. The id of each is the cursor, which comes back as
 * Last-Event-ID when the connection breaks.
 */
public final class ServerSentEvents implements StreamFormat {
    private static final byte[] TOMBSTONE = "event: tombstone\n".getBytes(US_ASCII);
    private static final byte[] PATCH = "event: patch\n".getBytes(US_ASCII);
    private static final byte[] DATA = "data: ".getBytes(US_ASCII);
    private static final byte[] END = "\n\n".getBytes(US_ASCII);

    @Override
    public String contentType() {
        return "text/event-stream";
    }

    @Override
    public void message(Written message, Supplier<Cursor> cursor, ByteBuf out) {
        id(cursor.get(), out);
        switch (message.kind()) {
            case TOMBSTONE -> out.writeBytes(TOMBSTONE);
            case PATCH -> out.writeBytes(PATCH);
            case WHOLE -> {
                // what has no name is a message
            }
        }
        out.writeBytes(DATA).writeBytes(message.json()).writeBytes(END);
    }

    @Override
    public void caughtUp(Cursor cursor, ByteBuf out) {
        event("caught-up", "{}", cursor, out);
    }

    @Override
    public void gap(Step.Gap gap, Cursor cursor, ByteBuf out) {
        event("gap", JsonText.of(gap), cursor, out);
    }

    /** An id without data is no event, and remembered nevertheless. */
    @Override
    public void heartbeat(Cursor cursor, ByteBuf out) {
        id(cursor, out);
        out.writeCharSequence(":\n\n", US_ASCII);
    }

    @Override
    public void broken(Problem problem, ByteBuf out) {
        out.writeCharSequence("event: problem\ndata: " + problem.json() + "\n\n", UTF_8);
    }

    private static void event(String name, String data, Cursor cursor, ByteBuf out) {
        id(cursor, out);
        out.writeCharSequence("event: " + name + "\ndata: " + data + "\n\n", UTF_8);
    }

    private static void id(Cursor cursor, ByteBuf out) {
        out.writeCharSequence("id: " + cursor + "\n", US_ASCII);
    }
}
