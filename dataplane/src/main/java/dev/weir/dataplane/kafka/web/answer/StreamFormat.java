package dev.weir.dataplane.kafka.web.answer;

import dev.weir.dataplane.kafka.web.read.Cursor;
import dev.weir.dataplane.kafka.web.read.Step;
import io.netty.buffer.ByteBuf;
import java.util.function.Supplier;

/** How a stream is written, event by event. */
public interface StreamFormat {
    String contentType();

    /**
     * One message.
     *
     * @param cursor where a reader goes on that has seen it
     */
    void message(Written message, Supplier<Cursor> cursor, ByteBuf out);

    /** Everything that was there at the beginning was written. */
    void caughtUp(Cursor cursor, ByteBuf out);

    void gap(Step.Gap gap, Cursor cursor, ByteBuf out);

    /** Nothing has come for a while, and the connection is sound. */
    void heartbeat(Cursor cursor, ByteBuf out);

    /** It does not go on, for this reason. */
    void broken(Problem problem, ByteBuf out);
}
