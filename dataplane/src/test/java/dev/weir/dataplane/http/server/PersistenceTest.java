package dev.weir.dataplane.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.Next;
import dev.weir.dataplane.http.message.ClientExchange;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** RFC 9112 section 9: connections, one request after the other. */
class PersistenceTest {
    private final TestServer server = new TestServer(Replies::echo);
    private WireClient client;

    @BeforeEach
    void connect() throws IOException {
        client = server.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @Test
    void aConnectionIsKeptForFurtherRequests() throws IOException {
        assertThat(client.request("GET /a").receive().content()).isEqualTo("GET /a");
        WireClient.Reply second = client.request("GET /b").receive();
        assertThat(second.content()).isEqualTo("GET /b");
        assertThat(second.field("connection")).isEmpty();
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInTheirOrder() throws IOException {
        client.request("GET /a")
                .request("POST /b", "Content-Length: 2")
                .send("xy")
                .request("GET /c");
        assertThat(client.receive().content()).isEqualTo("GET /a");
        assertThat(client.receive().content()).isEqualTo("POST /b xy");
        assertThat(client.receive().content()).isEqualTo("GET /c");
    }

    @Test
    void aConnectionIsClosedWhenTheClientAsksForIt() throws IOException {
        WireClient.Reply reply =
                client.request("GET /a", "Connection: TE, Close").receive();
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(client.receiveAll()).isEmpty();
    }

    @Test
    void http10IsClosedUnlessTheClientAsksOtherwise() throws IOException {
        client.send("GET /a HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(client.receive().field("connection")).isEqualTo("keep-alive");
        client.send("GET /b HTTP/1.0\r\n\r\n");
        assertThat(client.receive().field("connection")).isEqualTo("close");
        assertThat(client.receiveAll()).isEmpty();
    }

    @Test
    void anEmptyLineBeforeARequestIsPassedOver() throws IOException {
        assertThat(client.send("\r\n").request("GET /a").receive().content()).isEqualTo("GET /a");
        assertThat(client.send("\r\n").request("GET /b").receive().content()).isEqualTo("GET /b");
    }

    @Test
    void aHeadMayComeByteByByte() throws IOException {
        for (char each : "GET /a HTTP/1.1\r\nHost: a.test\r\nCookie: a\r\n\r\n".toCharArray()) {
            client.send(String.valueOf(each));
        }
        assertThat(client.receive().content()).isEqualTo("GET /a");
    }

    @Test
    void anAnswerThatTakesItsTimeKeepsThoseBehindItWaiting() throws Exception {
        BlockingQueue<ClientExchange> requests = new LinkedBlockingQueue<>();
        try (var patient = new TestServer(requests::add);
                WireClient pipelining = patient.connect()) {
            pipelining.request("GET /a").request("GET /b");
            ClientExchange first = Next.of(requests);
            first.loop().submit(() -> assertThat(requests).isEmpty()).get();
            first.loop().execute(() -> Replies.echo(first));
            assertThat(pipelining.receive().content()).isEqualTo("GET /a");
            ClientExchange second = Next.of(requests);
            second.loop().execute(() -> Replies.echo(second));
            assertThat(pipelining.receive().content()).isEqualTo("GET /b");
        }
    }

    @Test
    void contentThatNobodyAskedForIsPassedOver() throws IOException {
        try (var ignorant = new TestServer(exchange -> Replies.ok(exchange, "no"));
                WireClient posting = ignorant.connect()) {
            posting.request("POST /a", "Content-Length: 5000").send("x".repeat(5000));
            assertThat(posting.receive().content()).isEqualTo("no");
            assertThat(posting.request("GET /b").receive().content()).isEqualTo("no");
        }
    }

    @Test
    void theConnectionEndsRatherThanThatMuchUnwantedContentIsRead() throws IOException {
        try (var ignorant = new TestServer(exchange -> Replies.ok(exchange, "no"));
                WireClient posting = ignorant.connect()) {
            posting.request("POST /a", "Content-Length: 500000");
            assertThat(posting.receive().field("connection")).isEqualTo("close");
            assertThat(posting.receiveAll()).isEmpty();
        }
    }
}
