package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.policy.CacheStatus;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/** Answers one request of HTTP/2 (RFC 9113 section 8.1). */
final class Http2Responder implements Responder {
    private static final int PIECE_BYTES = 64 * 1024;

    private final Http2Stream stream;
    private final Output output;
    private final Serving serving;
    private State state = State.WAITING;
    private boolean empty;
    private long remaining;
    private int unsent;
    private @Nullable Payload payload;
    private long payloadSent;
    private @Nullable Observer observer;
    /** The client left before it was answered. */
    private boolean gone;

    private enum State {
        WAITING,
        BEGUN,
        OVER
    }

    Http2Responder(Http2Stream stream, Output output, Serving serving) {
        this.stream = stream;
        this.output = output;
        this.serving = serving;
    }

    Output output() {
        return output;
    }

    @Override
    public void informational(int status, Fields fields) {
        if (state == State.WAITING && status > 101 && status < 200) {
            Http2Headers headers = headers(status);
            add(fields, headers);
            send(new DefaultHttp2HeadersFrame(headers, false));
        }
    }

    void sendContinue() {
        if (state == State.WAITING) {
            send(new DefaultHttp2HeadersFrame(headers(100), false));
        }
    }

    @Override
    public void begin(int status, Fields fields, long length) {
        if (state == State.OVER) {
            return;
        }
        require(State.WAITING);
        state = State.BEGUN;
        empty = isWithoutContent(status);
        remaining = length;
        Http2Headers headers = headers(status);
        add(fields, headers);
        if (length >= 0 && status != 204) {
            headers.addLong(FieldName.CONTENT_LENGTH, length);
        }
        if (!fields.has(FieldName.DATE)) {
            headers.add(FieldName.DATE, serving.date().value());
        }
        boolean ends = empty || length == 0;
        send(new DefaultHttp2HeadersFrame(headers, ends));
        if (ends) {
            empty = true;
        }
    }

    @Override
    public void content(ByteBuf bytes) {
        int length = bytes.readableBytes();
        if (state == State.OVER || empty || length == 0) {
            bytes.release();
            return;
        }
        if (state != State.BEGUN) {
            bytes.release();
            throw new IllegalStateException("content before the head");
        }
        if (remaining >= 0) {
            remaining -= length;
            if (remaining < 0) {
                bytes.release();
                left();
                stream.breakOff();
                return;
            }
        }
        send(new DefaultHttp2DataFrame(bytes, false));
    }

    @Override
    public void end(Fields trailers) {
        if (state == State.OVER) {
            return;
        }
        require(State.BEGUN);
        if (!empty) {
            if (remaining > 0) {
                abort();
                return;
            }
            Http2Headers last = new DefaultHttp2Headers(false);
            add(trailers, last);
            send(
                    last.isEmpty()
                            ? new DefaultHttp2DataFrame(Unpooled.EMPTY_BUFFER, true)
                            : new DefaultHttp2HeadersFrame(last, true));
        }
        over();
    }

    @Override
    public void abort() {
        if (state != State.OVER) {
            silence();
            stream.breakOff();
        }
    }

    @Override
    public void stored(StoredHead head, long ageSeconds, long ttlSeconds, @Nullable Payload body) {
        if (state == State.OVER) {
            release(body);
            return;
        }
        require(State.WAITING);
        state = State.BEGUN;
        empty = isWithoutContent(head.status());
        if (!empty && (body == null || body.length() != head.length())) {
            release(body);
            abort();
            throw new IllegalArgumentException("the body is not what the head says");
        }
        Http2Headers headers = headers(head.status());
        add(head.fields(), headers);
        if (head.length() >= 0 && head.status() != 204) {
            headers.addLong(FieldName.CONTENT_LENGTH, head.length());
        }
        headers.addLong(FieldName.AGE, ageSeconds);
        headers.add("via", StoredAnswer.VIA);
        headers.add(FieldName.lowerCase(CacheStatus.NAME), CacheStatus.HIT_PREFIX + ttlSeconds);
        if (!head.dated()) {
            headers.add(FieldName.DATE, serving.date().value());
        }
        boolean ends = empty || head.length() == 0;
        send(new DefaultHttp2HeadersFrame(headers, ends));
        if (ends || body == null) {
            release(body);
            over();
        } else {
            payload = body;
            proceed(body);
        }
    }

    @Override
    public Channel upgrade(Fields fields) {
        throw new IllegalStateException("HTTP/2 cannot be upgraded");
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

    boolean isBegun() {
        return state != State.WAITING;
    }

    /** Whether something waits for the client to take it. */
    boolean isSending() {
        return unsent > 0;
    }

    void writable() {
        Payload body = payload;
        if (body != null) {
            proceed(body);
            return;
        }
        Observer told = observer;
        if (told != null && state != State.OVER) {
            told.writable();
        }
    }

    /** The connection is to end when this and its others are over. */
    void draining() {
        Observer told = observer;
        if (told != null && state != State.OVER) {
            told.draining();
        }
    }

    private void silence() {
        state = State.OVER;
        Payload body = payload;
        payload = null;
        release(body);
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

    private void proceed(Payload body) {
        long length = body.length();
        while (payloadSent < length) {
            if (payloadSent > 0 && !output.isWritable()) {
                return;
            }
            int piece = (int) Math.min(length - payloadSent, PIECE_BYTES);
            ByteBuf bytes = body.bytes(payloadSent, piece);
            payloadSent += piece;
            send(new DefaultHttp2DataFrame(bytes, payloadSent == length));
        }
        payload = null;
        body.release();
        over();
    }

    private void send(Object frame) {
        unsent++;
        output.send(frame).addListener(sent -> {
            unsent--;
            stream.deadlineMoved();
        });
        stream.deadlineMoved();
    }

    private void over() {
        state = State.OVER;
        stream.answered();
    }

    private boolean isWithoutContent(int status) {
        return status == 204 || status == 304 || stream.isHead();
    }

    static Http2Headers headers(int status) {
        return new DefaultHttp2Headers(false).status(Integer.toString(status));
    }

    static void add(Fields fields, Http2Headers headers) {
        fields.forEach((name, value) -> {
            String lower = FieldName.lowerCase(name);
            if (!HeadEncoder.isFraming(lower)) {
                headers.add(lower, HeadEncoder.oneLine(value));
            }
        });
    }

    private void require(State expected) {
        if (state != expected) {
            throw new IllegalStateException("the answer is " + state + ", not " + expected);
        }
    }

    private static void release(@Nullable Payload body) {
        if (body != null) {
            body.release();
        }
    }
}
