package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Takes the content of one request out of what comes from its connection. */
sealed interface Http1Body {
    /** The next piece of it, to be released by whoever calls; null when more must come first, or it is complete. */
    @Nullable
    ByteBuf next(ByteBuf in) throws Rejected;

    boolean isComplete();

    Fields trailers();

    /** How much is still to come at most, as far as is known; for content of unknown length the largest number. */
    long remaining();

    /** Content whose length was said. */
    final class Counted implements Http1Body {
        private long remaining;

        Counted(long length) {
            this.remaining = length;
        }

        @Override
        public @Nullable ByteBuf next(ByteBuf in) {
            int length = (int) Math.min(remaining, in.readableBytes());
            if (length == 0) {
                return null;
            }
            remaining -= length;
            return in.readRetainedSlice(length);
        }

        @Override
        public boolean isComplete() {
            return remaining == 0;
        }

        @Override
        public Fields trailers() {
            return FieldList.EMPTY;
        }

        @Override
        public long remaining() {
            return remaining;
        }
    }

    /** Content in chunks (RFC 9112 section 7.1). Extensions are checked and dropped. */
    final class Chunked implements Http1Body {
        private final ChunkLines lines;
        private final long bytesMax;
        private State state = State.SIZE;
        private long chunkRemaining;
        private long total;
        private Fields trailers = FieldList.EMPTY;

        private enum State {
            SIZE,
            DATA,
            DATA_END,
            TRAILERS,
            COMPLETE
        }

        Chunked(Limits limits) {
            this.lines = new ChunkLines(limits);
            this.bytesMax = limits.bodyBytesMax();
        }

        @Override
        public @Nullable ByteBuf next(ByteBuf in) throws Rejected {
            while (in.isReadable()) {
                switch (state) {
                    case SIZE -> {
                        long size = lines.size(in);
                        if (size < 0) {
                            return null;
                        }
                        total += size;
                        if (total > bytesMax) {
                            throw Rejected.bodyTooLong(bytesMax);
                        }
                        chunkRemaining = size;
                        state = size == 0 ? State.TRAILERS : State.DATA;
                    }
                    case DATA -> {
                        int length = (int) Math.min(chunkRemaining, in.readableBytes());
                        chunkRemaining -= length;
                        state = chunkRemaining == 0 ? State.DATA_END : State.DATA;
                        return in.readRetainedSlice(length);
                    }
                    case DATA_END -> {
                        if (!lines.dataEnd(in)) {
                            return null;
                        }
                        state = State.SIZE;
                    }
                    case TRAILERS -> {
                        Fields found = lines.trailers(in);
                        if (found == null) {
                            return null;
                        }
                        trailers = found;
                        state = State.COMPLETE;
                    }
                    case COMPLETE -> {
                        return null;
                    }
                }
            }
            return null;
        }

        @Override
        public boolean isComplete() {
            return state == State.COMPLETE;
        }

        @Override
        public Fields trailers() {
            return trailers;
        }

        @Override
        public long remaining() {
            return isComplete() ? 0 : Long.MAX_VALUE;
        }
    }
}
