package dev.weir.dataplane.kafka.wire.frame;

import io.netty.buffer.ByteBuf;

/** A part of a response on its way out. Each is sent, or dropped, exactly once. */
sealed interface Piece {
    int length();

    void drop();

    record Bytes(ByteBuf buffer) implements Piece {
        @Override
        public int length() {
            return buffer.readableBytes();
        }

        @Override
        public void drop() {
            buffer.release();
        }
    }

    record File(FileSlice slice) implements Piece {
        @Override
        public int length() {
            return slice.length();
        }

        @Override
        public void drop() {
            slice.release().run();
        }
    }
}
