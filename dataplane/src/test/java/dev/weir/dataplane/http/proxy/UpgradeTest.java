package dev.weir.dataplane.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.Patience;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpgradeTest {
    private static final String ASKING =
            "GET /chat HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n";

    @TempDir
    Path folder;

    private CacheUnderTest cache;

    @BeforeEach
    void open() {
        cache = new CacheUnderTest(folder, "");
    }

    @AfterEach
    void close() {
        cache.close();
    }

    @Test
    void a_connection_that_switches_protocols_is_passed_through_both_ways() throws IOException {
        cache.origin.script(conversation -> {
            conversation.readRequest();
            conversation.send("HTTP/1.1 101 Switching\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nfirst");
            conversation.send("echo " + conversation.read(5));
        });

        try (var client = new Socket(InetAddress.getLoopbackAddress(), cache.port())) {
            client.setSoTimeout(Patience.millis());
            send(client, ASKING);
            String head = readUntil(client, "first");
            send(client, "hello");

            assertThat(head).startsWith("HTTP/1.1 101 ").containsIgnoringCase("\r\nupgrade: websocket\r\n");
            // and the end of the one is the end of the other
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .isEqualTo("echo hello");
        }
        assertThat(cache.origin.requests().getFirst().field("Upgrade")).isEqualTo("websocket");
    }

    @Test
    void an_origin_that_does_not_switch_answers_as_ever() throws IOException {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), cache.port())) {
            client.setSoTimeout(Patience.millis());
            send(client, ASKING);

            assertThat(readUntil(client, "hello")).startsWith("HTTP/1.1 200 ");
        }
    }

    private static void send(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        var text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int octet = socket.getInputStream().read();
            assertThat(octet).as("the end of <%s>", text).isNotNegative();
            text.append((char) octet);
        }
        return text.toString();
    }
}
