package dev.weir.dataplane.kafka.wire.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.wire.LeakWatch;
import dev.weir.dataplane.net.Draining;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.HeartbeatRequestData;
import org.apache.kafka.common.message.HeartbeatResponseData;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.Errors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(LeakWatch.class)
class ClientConnectionTest {
    private static final FrameLimits LIMITS =
            new FrameLimits(100_000, 100_000, Duration.ofSeconds(3), Duration.ofSeconds(60));

    private final List<Request> handled = new ArrayList<>();
    private final List<CompletableFuture<Reply>> replies = new ArrayList<>();
    private final MemoryBudget memory = new MemoryBudget(1_000_000, 0);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    ClientConnectionTest() {
        new KafkaPipeline(LIMITS, memory, new FrameMeters(new SimpleMeterRegistry()), this::handle)
                .start(channel, null);
    }

    @AfterEach
    void close() {
        channel.close();
        // one that is complete lets the next begin
        for (int i = 0; i < replies.size(); i++) {
            replies.get(i).complete(heartbeat());
        }
        channel.runPendingTasks();
        channel.releaseOutbound();
        assertThat(memory.used()).isZero();
    }

    private CompletableFuture<Reply> handle(Request request) {
        handled.add(request);
        var reply = new CompletableFuture<Reply>();
        replies.add(reply);
        return reply;
    }

    private static Reply heartbeat() {
        return Reply.of(new HeartbeatResponseData());
    }

    private static ByteBuf request(int correlationId) {
        return framed(Frames.request(
                ApiKeys.HEARTBEAT, (short) 4, correlationId, "me", new HeartbeatRequestData().setGroupId("group")));
    }

    private static ByteBuf framed(ByteBuffer frame) {
        return Unpooled.buffer().writeInt(frame.remaining()).writeBytes(frame);
    }

    private void reply(int index) {
        replies.get(index).complete(heartbeat());
        channel.runPendingTasks();
    }

    private List<Integer> answered() {
        List<Integer> answered = new ArrayList<>();
        for (ByteBuf response; (response = channel.readOutbound()) != null; response.release()) {
            answered.add(response.getInt(4));
        }
        return answered;
    }

    @Test
    void theNextRequestBeginsWhenTheOneBeforeIsAnswered() {
        channel.writeInbound(request(1), request(2), request(3));
        assertThat(handled).extracting(Request::correlationId).containsExactly(1);
        reply(0);
        assertThat(handled).extracting(Request::correlationId).containsExactly(1, 2);
        reply(1);
        reply(2);
        assertThat(answered()).containsExactly(1, 2, 3);
    }

    @Test
    void whoSendsMoreThanItWaitsForIsNotReadUntilAnswersCatchUp() {
        for (int i = 0; i < 40; i++) {
            channel.writeInbound(request(i));
        }
        assertThat(channel.config().isAutoRead()).isFalse();
        for (int i = 0; i < 40; i++) {
            reply(i);
        }
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(answered()).hasSize(40);
    }

    @Test
    void aRequestWithoutResponseLetsTheNextOneBegin() {
        channel.writeInbound(request(1), request(2));
        replies.getFirst().complete(new Reply.None());
        channel.runPendingTasks();
        reply(1);
        assertThat(answered()).containsExactly(2);
    }

    @Test
    void aResponseFromUpstreamGoesOutAsItCame() {
        channel.writeInbound(request(9));
        ByteBuffer frame = Frames.response(ApiKeys.HEARTBEAT, (short) 4, 9, new HeartbeatResponseData());
        replies.getFirst().complete(new Reply.Frame(frame, Errors.NONE));
        channel.runPendingTasks();
        ByteBuf length = channel.readOutbound();
        ByteBuf body = channel.readOutbound();
        assertThat(length.readInt()).isEqualTo(body.readableBytes());
        assertThat(body.nioBuffer()).isEqualTo(frame);
        length.release();
        body.release();
    }

    @Test
    void anUnknownApiClosesTheConnection() {
        channel.writeInbound(framed(ByteBuffer.allocate(20).putShort(0, (short) 999)));
        assertThat(channel.isOpen()).isFalse();
        assertThat(handled).isEmpty();
    }

    @Test
    void aVersionThatIsNotKnownClosesTheConnectionExceptOfApiVersions() {
        channel.writeInbound(framed(
                ByteBuffer.allocate(20).putShort(0, ApiKeys.API_VERSIONS.id).putShort(2, (short) 99)));
        assertThat(handled).extracting(Request::responseVersion).containsExactly((short) 0);
        reply(0);
        channel.writeInbound(
                framed(ByteBuffer.allocate(20).putShort(0, ApiKeys.HEARTBEAT.id).putShort(2, (short) 99)));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aHeaderThatCannotBeReadClosesTheConnection() {
        ByteBuffer frame = ByteBuffer.allocate(12)
                .putShort(0, ApiKeys.HEARTBEAT.id)
                .putShort(2, (short) 4)
                .putShort(8, (short) 30_000);
        channel.writeInbound(framed(frame));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whenItClosesTheRequestInProgressIsHurriedAndItsReplyDropped() {
        channel.writeInbound(request(1), request(2));
        var hurried = new AtomicInteger();
        handled.getFirst().client().ifHurried(hurried::incrementAndGet);
        channel.close();
        assertThat(hurried).hasValue(1);

        var dropped = new AtomicInteger();
        replies.getFirst()
                .complete(new Reply.Message(
                        new HeartbeatResponseData(), Errors.NONE, List.of(), List.of(dropped::incrementAndGet)));
        channel.runPendingTasks();
        assertThat(dropped).hasValue(1);
    }

    @Test
    void aClientThatBreaksOffHasMeantWhatItSentBefore() {
        channel.writeInbound(request(1), request(2), request(3));
        channel.close();
        reply(0);
        reply(1);
        reply(2);
        assertThat(handled).extracting(Request::correlationId).containsExactly(1, 2, 3);
        assertThat(answered()).isEmpty();
    }

    @Test
    void aClientThatSendsNoMoreIsAnsweredToTheLastAndThenClosed() {
        channel.writeInbound(request(1), request(2), request(3));
        clientSendsNoMore();
        reply(0);
        reply(1);
        assertThat(channel.isOpen()).isTrue();
        reply(2);
        assertThat(answered()).containsExactly(1, 2, 3);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aRequestThatWaitsForNewsIsHurriedWhenItsClientSendsNoMore() {
        channel.writeInbound(request(1));
        handled.getFirst().client().ifHurried(() -> replies.getFirst().complete(heartbeat()));
        clientSendsNoMore();
        channel.runPendingTasks();
        assertThat(answered()).containsExactly(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aClientThatSendsNoMoreAndWaitsForNothingIsClosedAtOnce() {
        channel.writeInbound(request(1).slice(0, 9));
        clientSendsNoMore();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aRequestThatHasNoRoomYetIsWaitedForThoughItsClientSendsNoMore() {
        MemoryBudget.Waiter others = memory.take(999_999, () -> {});
        assertThat(others).isNull();
        channel.writeInbound(request(1));
        clientSendsNoMore();
        assertThat(handled).isEmpty();
        assertThat(channel.isOpen()).isTrue();
        memory.release(999_999);
        channel.runPendingTasks();
        reply(0);
        assertThat(answered()).containsExactly(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void theRequestsOfAClientThatIsGoneAreNotHandledForEver() {
        channel.writeInbound(request(1), request(2));
        clientSendsNoMore();
        pass(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isFalse();
        reply(0);
        assertThat(handled).extracting(Request::correlationId).containsExactly(1);
    }

    private void clientSendsNoMore() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
    }

    @Test
    void whenItsListenerGoesTheRequestInProgressIsStillAnswered() {
        channel.writeInbound(request(1), request(2));
        handled.getFirst().client().ifHurried(() -> replies.getFirst().complete(heartbeat()));
        channel.pipeline().fireUserEventTriggered(Draining.EVENT);
        channel.runPendingTasks();
        assertThat(answered()).containsExactly(1);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void whenItsListenerGoesAnIdleConnectionIsClosed() {
        channel.pipeline().fireUserEventTriggered(Draining.EVENT);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void halfARequestIsNotWaitedForLong() {
        channel.writeInbound(request(1).slice(0, 9));
        pass(Duration.ofSeconds(2));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(3));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aConnectionThatIsAnsweredMayBeSilentForAsLongAsItTakes() {
        channel.writeInbound(request(1));
        pass(Duration.ofMinutes(10));
        assertThat(channel.isOpen()).isTrue();
        reply(0);
        pass(Duration.ofSeconds(50));
        assertThat(channel.isOpen()).isTrue();
        pass(Duration.ofSeconds(20));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anApiVersionsRequestOfAnyVersionIsReadUpToWhatAnswersIt() {
        channel.writeInbound(framed(Frames.request(
                ApiKeys.API_VERSIONS,
                (short) 4,
                3,
                "me",
                new ApiVersionsRequestData().setClientSoftwareName("x").setClientSoftwareVersion("1"))));
        assertThat(handled.getFirst().body(ApiVersionsRequestData.class).clientSoftwareName())
                .isEqualTo("x");
        assertThat(handled.getFirst().clientId()).isEqualTo("me");
    }

    private void pass(Duration time) {
        for (long second = 0; second < time.toSeconds(); second++) {
            channel.advanceTimeBy(1, TimeUnit.SECONDS);
            channel.runScheduledPendingTasks();
        }
    }
}
