package dev.weir.dataplane.kafka.web.answer;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.Coding;
import dev.weir.dataplane.http.policy.field.FieldList;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a client, for a thread that may wait: what is written waits until the client has taken what was written
 * before, so that no more than one piece is ever on its way.
 */
public final class Output {
    private final ClientExchange exchange;
    private final FieldList always;
    private final OutputCoding coding;
    private final Runnable onChange;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean writable = true;
    private boolean left;
    private boolean begun;
    private volatile boolean draining;

    /**
     * The answer to this exchange.
     *
     * @param always what its head says beside all else
     * @param memory for coding what may be coded
     * @param onChange called on the event loop when the client leaves, and when it is to be let go
     */
    public Output(ClientExchange exchange, FieldList always, CodingMemory memory, Runnable onChange) {
        this.exchange = exchange;
        this.always = always;
        this.coding = new OutputCoding(exchange.head().fields(), memory);
        this.onChange = onChange;
        exchange.loop().execute(() -> exchange.response().observe(new Watch()));
    }

    private final class Watch implements Responder.Observer {
        @Override
        public void writable() {
            change(true, false);
        }

        @Override
        public void left() {
            change(false, true);
            onChange.run();
        }

        @Override
        public void draining() {
            draining = true;
            onChange.run();
        }
    }

    private void change(boolean nowWritable, boolean nowLeft) {
        lock.lock();
        try {
            writable = nowWritable;
            left |= nowLeft;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    public ByteBuf buffer() {
        ByteBufAllocator allocator = PooledByteBufAllocator.DEFAULT;
        return allocator.directBuffer();
    }

    public boolean hasBegun() {
        return begun;
    }

    /** Whether the answer is to end as soon as it can. */
    public boolean isDraining() {
        return draining;
    }

    /** Fails when nobody is there any more. */
    public void check() throws ClientLeft {
        lock.lock();
        try {
            if (left) {
                throw new ClientLeft();
            }
        } finally {
            lock.unlock();
        }
    }

    /** A whole answer, as it is. To HEAD without the content. */
    public void answer(int status, FieldList fields, byte @Nullable [] content) {
        whole(status, fields, content == null ? null : Unpooled.wrappedBuffer(content));
    }

    /** A whole answer, coded where the client likes that and it is worth it. */
    public void coded(int status, FieldList fields, byte @Nullable [] content) {
        if (content == null || !OutputCoding.isFor(content)) {
            answer(status, Coding.IDENTITY.applied(fields), content);
            return;
        }
        FieldList all = coding.begin(fields);
        whole(status, all, coding.whole(content));
    }

    private void whole(int status, FieldList fields, @Nullable ByteBuf content) {
        begun = true;
        boolean head = exchange.head().isHead();
        onLoop(content, () -> {
            Responder response = exchange.response();
            response.begin(status, fields.plus(always), content == null ? Upload.UNKNOWN : content.readableBytes());
            if (content != null && !head) {
                response.content(content);
            } else {
                ReferenceCountUtil.release(content);
            }
            response.end(FieldList.EMPTY);
        });
    }

    /** Says why not, with what else the client is to know. */
    public void refuse(Problem problem, String... fields) {
        refuse(problem, FieldList.of(fields));
    }

    /** Says why not, with what else the client is to know. */
    public void refuse(Problem problem, FieldList fields) {
        FieldList all = FieldList.of("Content-Type", Problem.CONTENT_TYPE, "Cache-Control", "no-store")
                .plus(fields);
        answer(problem.status(), all, (problem.json() + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** The beginning of an answer whose length nobody knows, coded where the client likes that. */
    public void begin(FieldList fields) {
        begun = true;
        FieldList all = coding.begin(fields).plus(always);
        onLoop(null, () -> exchange.response().begin(200, all, Upload.UNKNOWN));
    }

    /** Takes over the buffer, and waits until the client may be given it. */
    public void write(ByteBuf uncoded) throws ClientLeft, InterruptedException {
        ByteBuf piece = coding.piece(uncoded);
        if (piece == null) {
            return;
        }
        try {
            awaitTaken();
        } catch (ClientLeft | InterruptedException e) {
            piece.release();
            throw e;
        }
        lock.lock();
        try {
            writable = false;
        } finally {
            lock.unlock();
        }
        onLoop(piece, () -> {
            exchange.response().content(piece);
            if (exchange.response().isWritable()) {
                change(true, false);
            }
        });
    }

    /** Waits until the client may be given more. */
    public void awaitTaken() throws ClientLeft, InterruptedException {
        lock.lock();
        try {
            while (!writable && !left) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
        check();
    }

    public void end() {
        ByteBuf last = exchange.head().isHead() ? null : coding.last();
        onLoop(last, () -> {
            if (last != null) {
                exchange.response().content(last);
            }
            exchange.response().end(FieldList.EMPTY);
        });
    }

    /** Nothing is written any more. By the thread that has written. */
    public void close() {
        coding.close();
    }

    /** So that the client sees that it is not whole. */
    public void abort() {
        onLoop(null, () -> exchange.response().abort());
    }

    private void onLoop(@Nullable ByteBuf piece, Runnable task) {
        try {
            exchange.loop().execute(task);
        } catch (RejectedExecutionException e) { // the loop ends, and with it every connection on it
            ReferenceCountUtil.release(piece);
            change(false, true);
        }
    }
}
