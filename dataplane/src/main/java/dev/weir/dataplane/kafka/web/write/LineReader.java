package dev.weir.dataplane.kafka.web.write;

import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Takes content apart into lines. What a long line takes of the heap is counted with all other long messages. */
final class LineReader implements AutoCloseable {
    private static final int FIRST_BYTES = 16 * 1024;

    private final InputStream content;
    private final HandoverMemory memory;
    private final int lineBytesMax;
    private final Deque<HandoverMemory.Part> parts = new ArrayDeque<>();
    private byte[] buffer = new byte[FIRST_BYTES];
    private int from;
    private int to;
    private boolean ended;

    LineReader(InputStream content, HandoverMemory memory, int lineBytesMax) {
        this.content = content;
        this.memory = memory;
        this.lineBytesMax = lineBytesMax;
    }

    /** The next line without its end; null behind the last. */
    byte @Nullable [] next() throws WriteException, IOException, InterruptedException {
        int looked = from;
        while (true) {
            for (; looked < to; looked++) {
                if (buffer[looked] == '\n') {
                    byte[] line = Arrays.copyOfRange(buffer, from, looked);
                    from = looked + 1;
                    return line;
                }
            }
            if (ended) {
                byte[] last = Arrays.copyOfRange(buffer, from, to);
                from = to;
                return last.length == 0 ? null : last;
            }
            looked -= makeRoom();
            int read = content.read(buffer, to, buffer.length - to);
            if (read < 0) {
                ended = true;
            } else {
                to += read;
            }
        }
    }

    /** By how much what is there has moved to the front. */
    private int makeRoom() throws WriteException, InterruptedException {
        int moved = from;
        System.arraycopy(buffer, from, buffer, 0, to - from);
        to -= from;
        from = 0;
        if (to == buffer.length) {
            if (buffer.length >= lineBytesMax) {
                throw WriteException.tooLarge("a line may have " + lineBytesMax + " bytes");
            }
            int length = (int) Math.min(lineBytesMax, 2L * buffer.length);
            parts.push(memory.take(length - buffer.length, Duration.ZERO));
            buffer = Arrays.copyOf(buffer, length);
        } else if (to == 0 && buffer.length > FIRST_BYTES) {
            buffer = new byte[FIRST_BYTES];
            letGo();
        }
        return moved;
    }

    private void letGo() {
        while (!parts.isEmpty()) {
            parts.pop().close();
        }
    }

    @Override
    public void close() {
        letGo();
    }
}
