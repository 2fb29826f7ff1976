package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * The content of a request of HTTP/2. What nobody takes stays unread, so that the client's window is not opened further
 * (RFC 9113 section 5.2); what was on its way already waits here, and is not more than a window.
 */
final class Http2Upload implements Upload {
    private final Http2Stream stream;
    private final long length;
    private final boolean expectsContinue;
    private final long bytesMax;
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private @Nullable Receiver receiver;
    private @Nullable Fields trailers;
    private long received;
    private boolean flowing = true;
    private boolean delivering;
    private boolean over;

    Http2Upload(Http2Stream stream, Http2Request request, long bytesMax) {
        this.stream = stream;
        this.length = request.length();
        this.expectsContinue = request.expectsContinue();
        this.bytesMax = bytesMax;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void start(Receiver taking) {
        if (over) {
            taking.broken("the request has been answered");
            return;
        }
        receiver = taking;
        if (expectsContinue) {
            stream.sendContinue();
        }
        deliver();
    }

    @Override
    public void flow(boolean on) {
        flowing = on;
        deliver();
    }

    void receive(ByteBuf bytes) throws Rejected {
        received += bytes.readableBytes();
        if (over || !bytes.isReadable()) {
            bytes.release();
            return;
        }
        if (received > bytesMax) {
            bytes.release();
            throw Rejected.bodyTooLong(bytesMax);
        }
        waiting.add(bytes);
        deliver();
    }

    void end(Fields trailerFields) {
        trailers = trailerFields;
        deliver();
    }

    /** Whether what the client sends is being taken. */
    boolean isWanted() {
        return !over && receiver != null && flowing;
    }

    /** Whether the client has sent all of it. */
    boolean isComplete() {
        return trailers != null;
    }

    void breakOff(String why) {
        if (!over) {
            over = true;
            for (ByteBuf bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
                bytes.release();
            }
            Receiver told = receiver;
            if (told != null) {
                told.broken(why);
            }
        }
    }

    private void deliver() {
        Receiver taking = receiver;
        if (taking != null && !delivering) {
            delivering = true;
            while (isWanted() && !waiting.isEmpty()) {
                taking.content(waiting.remove());
            }
            delivering = false;
            if (isWanted() && trailers != null) {
                over = true;
                taking.end(trailers);
            }
        }
        stream.settle();
    }
}
