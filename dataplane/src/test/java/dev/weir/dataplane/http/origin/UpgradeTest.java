package dev.weir.dataplane.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Connections that switch to another protocol. */
@ExtendWith(LeakWatch.class)
class UpgradeTest {
    private static final String SWITCHING =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    private final OriginBench bench = new OriginBench();
    private final ScriptedOrigin server = ScriptedOrigin.start(client -> client.stall());
    private final Origin origin = bench.open(server.url());

    @AfterEach
    void close() {
        origin.close();
        server.close();
        bench.close();
    }

    @Test
    void theConnectionIsGivenUpWithAllThatTheServerSaid() {
        server.script(client -> {
            client.readRequest();
            client.send(SWITCHING + "at once;");
            client.send("a little later;");
            client.send("echo " + client.read(5));
            client.awaitClose();
        });

        RecordedAnswer answer = bench.send(origin, upgrade()).awaitEnd();

        assertThat(answer.status()).isEqualTo(101);
        assertThat(answer.head().fields().first("upgrade")).isEqualTo("websocket");
        assertThat(server.requests().getFirst().field("Connection")).isEqualTo("upgrade");
        assertThat(server.requests().getFirst().field("Upgrade")).isEqualTo("websocket");
        Channel connection = Objects.requireNonNull(answer.connection);
        assertThat(connection.config().isAutoRead()).isFalse();
        List<String> heard = listen(connection);
        connection.writeAndFlush(Unpooled.copiedBuffer("hello", StandardCharsets.ISO_8859_1));
        await().until(() -> String.join("", heard).equals("at once;a little later;echo hello"));
        connection.close().syncUninterruptibly();
    }

    @Test
    void theLimitCountsAConnectionAsLongAsItIsOpen() {
        server.script(client -> {
            client.readRequest();
            client.send(SWITCHING);
            client.awaitClose();
        });
        RecordedAnswer answer = bench.send(origin, upgrade()).awaitEnd();
        ConnectionLimit limit =
                ((ServerSet) origin).list().getFirst().endpoints().getFirst().limit();
        assertThat(limit.open()).isOne();

        Objects.requireNonNull(answer.connection).close();

        await().until(() -> limit.open() == 0);
    }

    @Test
    void anotherAnswerIsAnAnswer() {
        server.script(ScriptedOrigin.answering(ScriptedOrigin.ok("no")));

        RecordedAnswer answer = bench.send(origin, upgrade()).awaitEnd();

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("no");
        assertThat(answer.connection).isNull();
    }

    private static OriginRequest upgrade() {
        return new OriginRequest(
                "GET",
                "/socket",
                "shop.example",
                FieldList.of("Sec-WebSocket-Key", "x"),
                TestUpload.NONE,
                "websocket",
                false);
    }

    private static List<String> listen(Channel connection) {
        var heard = new CopyOnWriteArrayList<String>();
        connection
                .eventLoop()
                .submit(() -> connection.pipeline().addLast(new SimpleChannelInboundHandler<ByteBuf>() {
                    @Override
                    protected void channelRead0(ChannelHandlerContext ctx, ByteBuf bytes) {
                        heard.add(bytes.toString(StandardCharsets.ISO_8859_1));
                    }
                }))
                .syncUninterruptibly();
        connection.config().setAutoRead(true);
        return heard;
    }
}
