package dev.weir.dataplane.http.origin;

import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Everything that is told of one request. Any thread may look. */
final class RecordedAnswer implements OriginAnswer {
    final List<ResponseHead> informational = new CopyOnWriteArrayList<>();
    final AtomicInteger endings = new AtomicInteger();
    volatile @Nullable ResponseHead head;
    volatile long requestMillis;
    volatile long length;
    volatile @Nullable Fields trailers;
    volatile @Nullable OriginFailure failure;
    volatile @Nullable Channel connection;
    volatile @Nullable OriginCall call;
    private final boolean pausing;
    private final AtomicInteger received = new AtomicInteger();
    private final List<String> body = new CopyOnWriteArrayList<>();

    RecordedAnswer() {
        this(false);
    }

    /** @param pausing whether it stops the flow when the head comes */
    RecordedAnswer(boolean pausing) {
        this.pausing = pausing;
    }

    @Override
    public void informational(ResponseHead interim) {
        informational.add(interim);
    }

    @Override
    public void head(ResponseHead finalHead, long sentMillis, long contentLength) {
        if (head != null) {
            endings.addAndGet(100);
        }
        requestMillis = sentMillis;
        length = contentLength;
        OriginCall sent = call;
        if (pausing && sent != null) {
            sent.flow(false);
        }
        head = finalHead;
    }

    @Override
    public void content(ByteBuf bytes) {
        received.addAndGet(bytes.readableBytes());
        body.add(bytes.toString(StandardCharsets.ISO_8859_1));
        bytes.release();
    }

    @Override
    public void end(Fields fields) {
        trailers = fields;
        endings.incrementAndGet();
    }

    @Override
    public void failed(OriginFailure why) {
        failure = why;
        endings.incrementAndGet();
    }

    @Override
    public void switched(ResponseHead switching, Channel given) {
        head = switching;
        connection = given;
        endings.incrementAndGet();
    }

    ResponseHead head() {
        return Objects.requireNonNull(head);
    }

    Fields trailers() {
        return Objects.requireNonNull(trailers);
    }

    OriginFailure failure() {
        return Objects.requireNonNull(failure, () -> "it did not fail: " + this);
    }

    String body() {
        return String.join("", body);
    }

    int received() {
        return received.get();
    }

    int status() {
        ResponseHead now = head;
        return now == null ? 0 : now.status();
    }

    RecordedAnswer awaitHead() {
        await().until(() -> head != null || endings.get() > 0);
        return this;
    }

    /** Waits until it is over, which it is once. */
    RecordedAnswer awaitEnd() {
        await().until(() -> endings.get() > 0);
        return this;
    }

    @Override
    public String toString() {
        return status() + " " + body() + " " + failure;
    }
}
