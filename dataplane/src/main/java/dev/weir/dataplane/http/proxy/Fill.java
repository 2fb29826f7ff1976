package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.origin.OriginCall;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of a response on its way from the origin to any number of readers, each at its own pace, and to the store
 * if all of it is kept.
 *
 * <p>While it is kept, readers do not hold the origin back: it will be in memory as a whole anyway, and its size is
 * bounded. When it is not, what every reader has taken is let go, and the slowest of them holds the origin back.
 *
 * <p>It is filled on one event loop and read on those of the readers; its monitor guards all of it and is held for
 * moments only.
 */
final class Fill {
    private static final int HIGH_BYTES = 256 * 1024;
    private static final int LOW_BYTES = 64 * 1024;

    private final EventLoop loop;
    private final Budget budget;
    private final long keptBytesMax;
    private final Runnable abandoned;
    private final List<ByteBuf> chunks = new ArrayList<>();
    private final List<FillReader> readers = new ArrayList<>();
    private @Nullable OriginCall call;
    /** The number of the first chunk that is still there. */
    private long firstChunk;

    private long bufferedBytes;
    private long receivedBytes;
    private boolean kept;
    private boolean held;
    private State state = State.COMING;
    private Fields trailers = FieldList.EMPTY;

    /** How far it has come. */
    enum State {
        COMING,
        COMPLETE,
        BROKEN
    }

    /** What a reader gets. */
    sealed interface Step {
        /** Takes over the buffer. */
        record Bytes(ByteBuf content) implements Step {}

        record Wait() implements Step {}

        record End(Fields trailers) implements Step {}

        record Broken() implements Step {}
    }

    private static final Step WAIT = new Step.Wait();
    private static final Step BROKEN = new Step.Broken();

    /**
     * Begins one.
     *
     * @param kept whether all of it is kept, to be stored, as long as it has no more than that many bytes and the
     *     budget bears it
     * @param abandoned run on the loop when nobody wants the rest of it any more
     */
    Fill(EventLoop loop, Budget budget, boolean kept, long keptBytesMax, Runnable abandoned) {
        this.loop = loop;
        this.budget = budget;
        this.kept = kept;
        this.keptBytesMax = keptBytesMax;
        this.abandoned = abandoned;
    }

    synchronized void from(OriginCall origin) {
        call = origin;
    }

    /** Adds a reader, which gets all of it; false when its beginning is gone already. */
    synchronized boolean attach(FillReader reader) {
        if (firstChunk > 0) {
            return false;
        }
        readers.add(reader);
        return true;
    }

    /** Takes over the buffer. */
    void add(ByteBuf bytes) {
        List<FillReader> told;
        synchronized (this) {
            if (state != State.COMING) {
                bytes.release();
                return;
            }
            int length = bytes.readableBytes();
            receivedBytes += length;
            bufferedBytes += length;
            chunks.add(bytes);
            budget.take(length);
            if (kept && (receivedBytes > keptBytesMax || budget.isExceeded())) {
                kept = false;
            }
            letGo();
            told = List.copyOf(readers);
        }
        told.forEach(FillReader::wake);
    }

    void complete(Fields lastFields) {
        trailers = lastFields;
        finish(State.COMPLETE);
    }

    void breakOff() {
        finish(State.BROKEN);
    }

    private void finish(State end) {
        List<FillReader> told;
        synchronized (this) {
            if (state != State.COMING) {
                return;
            }
            state = end;
            told = List.copyOf(readers);
        }
        told.forEach(FillReader::wake);
    }

    /** Whether anybody reads it now. */
    synchronized boolean isRead() {
        return !readers.isEmpty();
    }

    synchronized boolean isKept() {
        return kept;
    }

    synchronized long receivedBytes() {
        return receivedBytes;
    }

    /** All of the content, while it is kept; the buffers stay its own. */
    synchronized List<ByteBuf> content() {
        return List.copyOf(chunks);
    }

    /** Nothing more is kept for the store. */
    synchronized void release() {
        kept = false;
        letGo();
    }

    synchronized Step next(FillReader reader) {
        long at = reader.chunk() - firstChunk;
        if (at < chunks.size()) {
            ByteBuf copy = chunks.get((int) at).retainedDuplicate();
            reader.advance();
            letGo();
            return new Step.Bytes(copy);
        }
        return switch (state) {
            case COMING -> WAIT;
            case COMPLETE -> new Step.End(trailers);
            case BROKEN -> BROKEN;
        };
    }

    synchronized void detach(FillReader reader) {
        readers.remove(reader);
        letGo();
        if (readers.isEmpty() && !kept && state == State.COMING) {
            state = State.BROKEN;
            loop.execute(abandoned);
        }
    }

    /** Lets go of what nobody needs, and lets the origin send more or less. */
    private void letGo() {
        if (!kept) {
            long needed = firstChunk + chunks.size();
            for (FillReader reader : readers) {
                needed = Math.min(needed, reader.chunk());
            }
            int passed = (int) (needed - firstChunk);
            List<ByteBuf> done = chunks.subList(0, passed);
            for (ByteBuf chunk : done) {
                bufferedBytes -= chunk.readableBytes();
                budget.give(chunk.readableBytes());
                chunk.release();
            }
            done.clear();
            firstChunk += passed;
        }
        boolean hold = !kept && (held ? bufferedBytes > LOW_BYTES : bufferedBytes > HIGH_BYTES);
        OriginCall origin = call;
        if (hold != held && origin != null) {
            held = hold;
            loop.execute(() -> origin.flow(!hold));
        }
    }
}
