package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Trailers;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongConsumer;

/** Writes a {@link Fill}, or a range of it, to one client as fast as the client takes it. */
final class FillReader implements Responder.Observer {
    private final Fill fill;
    private final EventLoop loop;
    private final Responder response;
    private final LongConsumer ended;
    private final AtomicBoolean awake = new AtomicBoolean();
    private long toSkip;
    private long toSend;
    private long sent;
    private boolean done;
    /** Which chunk is next; guarded by the fill. */
    private long chunk;

    /**
     * Makes a reader.
     *
     * @param toSkip bytes before what the client gets
     * @param toSend bytes that it gets then; {@link Long#MAX_VALUE} for all
     * @param ended told once how many bytes were written, when nothing more will be
     */
    FillReader(Fill fill, EventLoop loop, Responder response, long toSkip, long toSend, LongConsumer ended) {
        this.fill = fill;
        this.loop = loop;
        this.response = response;
        this.toSkip = toSkip;
        this.toSend = toSend;
        this.ended = ended;
    }

    /** After it was attached and the head was sent. */
    void start() {
        response.observe(this);
        pump();
    }

    long chunk() {
        return chunk;
    }

    void advance() {
        chunk++;
    }

    /** There may be more. Any thread. */
    void wake() {
        if (loop.inEventLoop()) {
            pump();
        } else if (awake.compareAndSet(false, true)) {
            loop.execute(() -> {
                awake.set(false);
                pump();
            });
        }
    }

    @Override
    public void writable() {
        pump();
    }

    @Override
    public void left() {
        finish();
    }

    private void pump() {
        while (!done && response.isWritable()) {
            switch (fill.next(this)) {
                case Fill.Step.Bytes bytes -> write(bytes.content());
                case Fill.Step.Wait ignored -> {
                    return;
                }
                case Fill.Step.End end -> {
                    response.end(Trailers.passedOn(end.trailers()));
                    finish();
                }
                case Fill.Step.Broken ignored -> {
                    response.abort();
                    finish();
                }
            }
        }
    }

    private void write(ByteBuf bytes) {
        int skipped = (int) Math.min(toSkip, bytes.readableBytes());
        bytes.skipBytes(skipped);
        toSkip -= skipped;
        int length = (int) Math.min(toSend, bytes.readableBytes());
        if (length == 0) {
            bytes.release();
        } else {
            response.content(bytes.readSlice(length));
            toSend -= length;
            sent += length;
        }
        if (toSend == 0) {
            response.end(FieldList.EMPTY);
            finish();
        }
    }

    private void finish() {
        if (!done) {
            done = true;
            fill.detach(this);
            ended.accept(sent);
        }
    }
}
