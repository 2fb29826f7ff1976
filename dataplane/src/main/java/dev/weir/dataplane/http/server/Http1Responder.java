package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Answers one request of HTTP/1 (RFC 9112 section 6). */
final class Http1Responder implements Responder {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] LAST_CHUNK = HeadEncoder.ascii("0\r\n");
    private static final int HEAD_BYTES_USUAL = 512;

    private final Http1Exchange exchange;
    private final Http1Connection connection;
    private final Output output;
    private final Serving serving;
    private State state = State.WAITING;
    private Framing framing = Framing.NONE;
    private boolean closes;
    private long remaining;
    private @Nullable PayloadTransfer transfer;
    private @Nullable Observer observer;
    /** The client left before it was answered. */
    private boolean gone;

    private enum State {
        WAITING,
        BEGUN,
        OVER
    }

    /** How the client finds the end of the content. */
    private enum Framing {
        NONE,
        COUNTED,
        CHUNKED,
        CLOSE
    }

    Http1Responder(Http1Exchange exchange, Http1Connection connection, Output output, Serving serving) {
        this.exchange = exchange;
        this.connection = connection;
        this.output = output;
        this.serving = serving;
    }

    @Override
    public void informational(int status, Fields fields) {
        // 100 is told when the content is asked for, and 101 is an upgrade
        if (state == State.WAITING && !exchange.request().http10() && status > 101 && status < 200) {
            ByteBuf out = output.buffer(HEAD_BYTES_USUAL);
            HeadEncoder.statusLine(status, out);
            HeadEncoder.fields(fields, out);
            output.write(out.writeBytes(HeadEncoder.END_OF_LINE));
        }
    }

    @Override
    public void begin(int status, Fields fields, long length) {
        if (state == State.OVER) {
            return;
        }
        require(State.WAITING);
        state = State.BEGUN;
        framing = framing(status, length);
        remaining = length;
        decideWhetherToClose();
        ByteBuf out = output.buffer(HEAD_BYTES_USUAL);
        HeadEncoder.statusLine(status, out);
        HeadEncoder.fields(fields, out);
        if (length >= 0 && status != 204) {
            HeadEncoder.contentLength(length, out);
        }
        if (framing == Framing.CHUNKED) {
            out.writeBytes(HeadEncoder.CHUNKED);
        }
        if (!fields.has(FieldName.DATE)) {
            out.writeBytes(serving.date().line());
        }
        out.writeBytes(connectionLine());
        output.write(out.writeBytes(HeadEncoder.END_OF_LINE));
    }

    @Override
    public void content(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (state == State.OVER || framing == Framing.NONE || length == 0) {
            bytes.release();
            return;
        }
        if (state != State.BEGUN) {
            bytes.release();
            throw new IllegalStateException("content before the head");
        }
        switch (framing) {
            case COUNTED -> {
                remaining -= length;
                if (remaining < 0) { // the next answer would begin within this one
                    bytes.release();
                    left();
                    connection.breakOff(false);
                    return;
                }
                output.write(bytes);
            }
            case CHUNKED -> {
                ByteBuf size = output.buffer(16);
                size.writeBytes(HeadEncoder.ascii(Integer.toHexString(length))).writeBytes(HeadEncoder.END_OF_LINE);
                output.write(size);
                output.write(bytes);
                output.write(output.buffer(2).writeBytes(HeadEncoder.END_OF_LINE));
            }
            case CLOSE, NONE -> output.write(bytes);
        }
    }

    @Override
    public void end(Fields trailers) {
        if (state == State.OVER) {
            return;
        }
        require(State.BEGUN);
        if (framing == Framing.COUNTED && remaining > 0) {
            abort();
            return;
        }
        if (framing == Framing.CHUNKED) {
            ByteBuf out = output.buffer(HEAD_BYTES_USUAL);
            out.writeBytes(LAST_CHUNK);
            if (takesTrailers()) {
                HeadEncoder.fields(trailers, out);
            }
            output.write(out.writeBytes(HeadEncoder.END_OF_LINE));
        }
        over();
    }

    @Override
    public void abort() {
        if (state != State.OVER) {
            state = State.OVER;
            connection.breakOff(isEndedByClosing());
        }
    }

    @Override
    public void stored(StoredHead head, long ageSeconds, long ttlSeconds, @Nullable Payload payload) {
        if (state == State.OVER) {
            release(payload);
            return;
        }
        require(State.WAITING);
        state = State.BEGUN;
        decideWhetherToClose();
        output.write(StoredAnswer.head(head, ageSeconds, ttlSeconds, serving.date(), connectionLine(), output));
        if (framing(head.status(), head.length()) == Framing.NONE) {
            release(payload);
            over();
            return;
        }
        if (payload == null || payload.length() != head.length()) {
            release(payload);
            abort();
            throw new IllegalArgumentException("the body is not what the head says");
        }
        var sending = new PayloadTransfer(payload, output, connection.isPlain());
        if (sending.proceed()) {
            over();
        } else {
            transfer = sending;
        }
    }

    @Override
    public Channel upgrade(Fields fields) {
        require(State.WAITING);
        if (exchange.request().http10()) {
            throw new IllegalStateException("HTTP/1.0 cannot be upgraded");
        }
        state = State.OVER;
        ByteBuf out = output.buffer(HEAD_BYTES_USUAL);
        HeadEncoder.statusLine(101, out);
        HeadEncoder.fields(fields, out);
        output.write(out.writeBytes(HeadEncoder.UPGRADE).writeBytes(HeadEncoder.END_OF_LINE));
        return connection.giveUp();
    }

    @Override
    public boolean isWritable() {
        return state != State.OVER && output.isWritable();
    }

    @Override
    public void observe(Observer latest) {
        observer = latest;
        if (gone) {
            latest.left();
        }
    }

    /** Whether the client has seen anything of the answer. */
    boolean isBegun() {
        return state != State.WAITING;
    }

    boolean isOver() {
        return state == State.OVER;
    }

    boolean isEndedByClosing() {
        return framing == Framing.CLOSE;
    }

    /** Whether the connection ends with this answer. */
    boolean closes() {
        return closes;
    }

    void writable() {
        PayloadTransfer sending = transfer;
        if (sending != null) {
            if (sending.proceed()) {
                transfer = null;
                over();
            }
            return;
        }
        Observer told = observer;
        if (told != null && state != State.OVER) {
            told.writable();
        }
    }

    /** The connection is to end when this is over. */
    void draining() {
        Observer told = observer;
        if (told != null && state != State.OVER) {
            told.draining();
        }
    }

    private void silence() {
        state = State.OVER;
        dropTransfer();
    }

    /** Nothing more is to be said: the client is gone, or was answered by others. */
    void left() {
        if (state != State.OVER) {
            gone = true;
            silence();
            Observer told = observer;
            if (told != null) {
                told.left();
            }
        }
    }

    private void over() {
        state = State.OVER;
        connection.answered(exchange);
    }

    private void dropTransfer() {
        PayloadTransfer sending = transfer;
        if (sending != null) {
            transfer = null;
            sending.drop();
        }
    }

    private void decideWhetherToClose() {
        closes = framing == Framing.CLOSE || connection.closesAfter(exchange);
    }

    private byte[] connectionLine() {
        if (closes) {
            return HeadEncoder.CLOSE;
        }
        return exchange.request().http10() ? HeadEncoder.KEEP_ALIVE : NOTHING;
    }

    private Framing framing(int status, long length) {
        if (status == 204 || status == 304 || exchange.request().isHead()) {
            return Framing.NONE;
        }
        if (length != Upload.UNKNOWN) {
            return Framing.COUNTED;
        }
        return exchange.request().http10() ? Framing.CLOSE : Framing.CHUNKED;
    }

    /** RFC 9110 section 6.5.1: only to those who said that they know what to do with them. */
    private boolean takesTrailers() {
        return Trailers.areTakenWith(exchange.head().fields());
    }

    private void require(State expected) {
        if (state != expected) {
            throw new IllegalStateException("the answer is " + state + ", not " + expected);
        }
    }

    private static void release(@Nullable Payload payload) {
        if (payload != null) {
            payload.release();
        }
    }
}
