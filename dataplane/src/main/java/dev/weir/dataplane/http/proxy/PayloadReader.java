package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.policy.field.FieldList;
import java.util.function.LongConsumer;

/**
 * Writes a range of a stored response as fast as the client takes it. The payload is retained, and released at the end.
 */
final class PayloadReader implements Responder.Observer {
    private static final int PIECE_BYTES = 128 * 1024;

    private final Payload payload;
    private final Responder response;
    private final LongConsumer ended;
    private final long length;
    private final long end;
    private long position;
    private boolean done;

    /**
     * Makes a reader of a range.
     *
     * @param ended told how many bytes were written when nothing more will be
     */
    PayloadReader(Payload payload, long from, long length, Responder response, LongConsumer ended) {
        this.payload = payload;
        this.response = response;
        this.ended = ended;
        this.length = length;
        this.position = from;
        this.end = from + length;
    }

    void start() {
        response.observe(this);
        writable();
    }

    @Override
    public void writable() {
        while (!done && position < end && response.isWritable()) {
            int piece = (int) Math.min(PIECE_BYTES, end - position);
            long at = position;
            position += piece;
            response.content(payload.bytes(at, piece));
        }
        if (!done && position == end) {
            done = true;
            response.end(FieldList.EMPTY);
            over();
        }
    }

    @Override
    public void left() {
        if (!done) {
            done = true;
            over();
        }
    }

    private void over() {
        payload.release();
        ended.accept(length - (end - position));
    }
}
