package dev.weir.dataplane.kafka.web.write;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.kafka.web.answer.ClientLeft;
import dev.weir.dataplane.kafka.web.answer.Output;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The content of a request, for a thread that may wait. A client that is faster than that thread is held back. */
final class UploadStream extends InputStream {
    private static final int WAITING_MAX = 64 * 1024;

    /** A client that left before its content was asked for is noticed so late. */
    private static final long LOOK_SECONDS = 1;

    private final ClientExchange exchange;
    private final Output output;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<ByteBuf> waiting = new ArrayDeque<>();
    private int waitingBytes;
    private boolean heldBack;
    private boolean ended;
    private boolean closed;
    private @Nullable String broken;

    private UploadStream(ClientExchange exchange, Output output) {
        this.exchange = exchange;
        this.output = output;
        this.ended = exchange.content().length() == 0;
    }

    /** Lets it come. */
    static UploadStream open(ClientExchange exchange, Output output) {
        var stream = new UploadStream(exchange, output);
        if (!stream.ended) {
            stream.onLoop(() -> exchange.content().start(stream.new Taker()));
        }
        return stream;
    }

    private void onLoop(Runnable task) {
        try {
            exchange.loop().execute(task);
        } catch (RejectedExecutionException e) {
            end("the data-plane is stopping");
        }
    }

    private final class Taker implements Upload.Receiver {
        @Override
        public void content(ByteBuf bytes) {
            lock.lock();
            try {
                if (closed) {
                    bytes.release();
                    return;
                }
                waiting.add(bytes);
                waitingBytes += bytes.readableBytes();
                if (waitingBytes >= WAITING_MAX && !heldBack) {
                    heldBack = true;
                    exchange.content().flow(false);
                }
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        @Override
        public void end(Fields trailers) {
            UploadStream.this.end(null);
        }

        @Override
        public void broken(String why) {
            UploadStream.this.end(why);
        }
    }

    private void end(@Nullable String why) {
        lock.lock();
        try {
            if (!ended) {
                ended = true;
                broken = why;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public int read() throws IOException {
        var one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        lock.lock();
        try {
            while (waiting.isEmpty() && !ended) {
                if (!changed.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
                    output.check();
                }
            }
            if (broken != null) {
                throw new UploadBroken(broken);
            }
            ByteBuf first = waiting.peek();
            if (first == null) {
                return -1;
            }
            int taken = Math.min(length, first.readableBytes());
            first.readBytes(target, offset, taken);
            waitingBytes -= taken;
            if (!first.isReadable()) {
                waiting.remove();
                first.release();
            }
            if (heldBack && !ended && waitingBytes < WAITING_MAX / 2) {
                heldBack = false;
                onLoop(() -> exchange.content().flow(true));
            }
            return taken;
        } catch (ClientLeft e) {
            throw new UploadBroken("the client left");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the data-plane is stopping");
        } finally {
            lock.unlock();
        }
    }

    /** What still comes is let go. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            for (ByteBuf bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
                bytes.release();
            }
        } finally {
            lock.unlock();
        }
    }
}
