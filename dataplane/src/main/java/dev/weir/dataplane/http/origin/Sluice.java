package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;

/** Lets the content of a request through to the server as fast as that takes it, and not more than was announced. */
final class Sluice implements Upload.Receiver {
    private final Attempt attempt;
    private final Upload upload;
    private final Carrier carrier;
    private long passed;
    private boolean open = true;
    private boolean whole;
    private boolean closed;

    Sluice(Attempt attempt, Upload upload, Carrier carrier) {
        this.attempt = attempt;
        this.upload = upload;
        this.carrier = carrier;
    }

    @Override
    public void content(ByteBuf bytes) {
        passed += bytes.readableBytes();
        if (closed) {
            bytes.release();
        } else if (upload.length() >= 0 && passed > upload.length()) {
            bytes.release();
            attempt.broken("there is more of it than it said");
        } else {
            carrier.content(bytes);
            writability();
        }
    }

    @Override
    public void end(Fields trailers) {
        if (closed) {
            return;
        }
        if (upload.length() >= 0 && passed != upload.length()) {
            attempt.broken("there is less of it than it said");
            return;
        }
        whole = true;
        carrier.finish(trailers);
        attempt.sent();
    }

    @Override
    public void broken(String why) {
        if (!closed) {
            attempt.broken(why);
        }
    }

    void writability() {
        boolean writable = carrier.isWritable();
        if (closed || whole || writable == open) {
            return;
        }
        open = writable;
        upload.flow(writable);
        attempt.pace(writable);
    }

    /** What still comes is let go. */
    void close() {
        closed = true;
        if (!open && !whole) {
            upload.flow(true);
        }
    }
}
