package dev.weir.dataplane.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProxyProtocolTest {
    private static final byte[] SIGNATURE = {13, 10, 13, 10, 0, 13, 10, 0x51, 0x55, 0x49, 0x54, 10};

    private final TestServer server = new TestServer(
            ServerSettings.DEFAULT.withProxyProtocol(true),
            exchange -> Replies.ok(exchange, exchange.peer().address().getHostString()));

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void the_first_version_tells_in_text_who_the_client_is() throws IOException {
        try (WireClient client = server.connect()) {
            client.send("PROXY TCP4 192.0.2.1 192.0.2.2 4000 80\r\n").request("GET /");

            assertThat(client.receive().content()).isEqualTo("192.0.2.1");
        }
    }

    @Test
    void the_second_version_tells_it_in_bytes() throws IOException {
        try (WireClient client = server.connect()) {
            client.socket().getOutputStream().write(SIGNATURE);
            client.socket()
                    .getOutputStream()
                    .write(new byte[] {0x21, 0x11, 0, 12, (byte) 192, 0, 2, 7, (byte) 192, 0, 2, 8, 1, 2, 0, 80});
            client.request("GET /").request("GET /");

            assertThat(client.receive().content()).isEqualTo("192.0.2.7");
            assertThat(client.receive().content()).isEqualTo("192.0.2.7");
        }
    }

    @Test
    void a_connection_that_does_not_tell_is_closed() throws IOException {
        try (WireClient client = server.connect()) {
            client.request("GET /");

            assertThat(client.receiveAll()).doesNotContain("200");
        }
    }
}
