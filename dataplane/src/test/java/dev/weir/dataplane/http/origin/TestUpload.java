package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The content of a request, given by the test once it is wanted. */
final class TestUpload implements Upload {
    static final Upload NONE = new TestUpload(0, receiver -> {});

    private final long length;
    private final Consumer<Receiver> content;
    volatile @Nullable Receiver receiver;
    volatile boolean flowing = true;
    volatile boolean wasHeldBack;

    TestUpload(long length, Consumer<Receiver> content) {
        this.length = length;
        this.content = content;
    }

    static TestUpload of(String text) {
        return new TestUpload(text.length(), receiver -> send(receiver, text, FieldList.EMPTY));
    }

    static TestUpload chunked(String text, Fields trailers) {
        return new TestUpload(UNKNOWN, receiver -> send(receiver, text, trailers));
    }

    /** The test itself says what comes. */
    static TestUpload open(long length) {
        return new TestUpload(length, receiver -> {});
    }

    boolean isStarted() {
        return receiver != null;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void start(Receiver to) {
        receiver = to;
        content.accept(to);
    }

    @Override
    public void flow(boolean on) {
        flowing = on;
        wasHeldBack |= !on;
    }

    private static void send(Receiver receiver, String text, Fields trailers) {
        receiver.content(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
        receiver.end(trailers);
    }
}
