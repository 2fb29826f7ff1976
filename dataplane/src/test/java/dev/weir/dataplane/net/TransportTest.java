package dev.weir.dataplane.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetAddress;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransportTest {

    @Test
    void autoIsEpoll() {
        assertThat(Transport.parse("auto")).contains(Transport.EPOLL);
    }

    @Test
    void everyTransportHasTheNameOfItsOption() {
        assertThat(Transport.parse("epoll")).contains(Transport.EPOLL);
        assertThat(Transport.parse("nio")).contains(Transport.NIO);
        assertThat(Transport.parse("io_uring")).contains(Transport.IO_URING);
        assertThat(Transport.parse("IO_URING")).isEmpty();
    }

    @Test
    void linuxHasEpoll() {
        boolean linux = System.getProperty("os.name").equals("Linux");
        assertThat(Transport.EPOLL.orFallback()).isEqualTo(linux ? Transport.EPOLL : Transport.NIO);
    }

    @ParameterizedTest
    @EnumSource
    void clientsAndListenersConnectOverWhateverItFallsBackTo(Transport wanted) {
        Transport transport = wanted.orFallback();
        assertThat(transport.unavailability()).isNull();
        try (EventLoops loops = EventLoops.open(transport, "test", 1)) {
            var listeners = new Listeners(loops, InetAddress.getLoopbackAddress(), Duration.ZERO);
            Listeners.Change change = listeners.change();
            var claim = (Claim.Claimed) change.claim(
                    "test", "test", 0, ListenerOptions.DEFAULT, new SimpleMeterRegistry(), connection -> {});
            change.commit();

            Channel client = loops.client()
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(InetAddress.getLoopbackAddress(), claim.listener().port())
                    .syncUninterruptibly()
                    .channel();

            assertThat(client.isActive()).isTrue();
        }
    }
}
