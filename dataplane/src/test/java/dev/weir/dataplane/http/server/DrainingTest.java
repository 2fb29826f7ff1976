package dev.weir.dataplane.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.net.Drain;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DrainingTest {
    private final List<ClientExchange> open = new CopyOnWriteArrayList<>();
    private final TestServer server = new TestServer(open::add);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void an_idle_connection_is_closed_and_one_with_a_request_after_its_answer() throws IOException {
        try (WireClient idle = server.connect();
                WireClient busy = server.connect()) {
            idle.request("GET /idle");
            await().until(() -> open.size() == 1);
            answer(0);
            assertThat(idle.receive().status()).isEqualTo(200);
            busy.request("GET /busy");
            await().until(() -> open.size() == 2);

            Drain drain = server.drain();

            assertThat(idle.receiveAll()).isEmpty();
            assertThat(drain.done()).isNotDone();
            answer(1);
            assertThat(busy.receive().field("connection")).isEqualTo("close");
            assertThat(busy.receiveAll()).isEmpty();
            drain.done().join();
        }
    }

    private void answer(int number) {
        ClientExchange exchange = open.get(number);
        exchange.loop().execute(() -> Replies.ok(exchange, "done"));
    }
}
