package dev.weir.dataplane.net.http;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.ConnectionHandler;
import dev.weir.dataplane.net.Drain;
import dev.weir.dataplane.net.EventLoops;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.Listeners;
import dev.weir.dataplane.net.Transport;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpAnswersTest {
    private static final HttpBounds BOUNDS = new HttpBounds(200, 400, Duration.ofMinutes(1));
    private static final int BODY_BYTES_MAX = 1000;

    private final EventLoops loops = EventLoops.open(Transport.NIO, "test", 1);
    private final Listeners listeners = new Listeners(loops, InetAddress.getLoopbackAddress(), Duration.ofMinutes(1));

    @AfterEach
    void close() {
        loops.close();
    }

    @Test
    void aConnectionIsKeptForFurtherRequests() throws IOException {
        try (Client client = connect(serving(BOUNDS))) {
            client.send("GET /a HTTP/1.1\r\n\r\n");
            assertThat(client.receive()).startsWith("HTTP/1.1 200 OK").endsWith("GET /a");
            client.send("GET /b HTTP/1.1\r\n\r\n");
            assertThat(client.receive()).contains("connection: keep-alive").endsWith("GET /b");
        }
    }

    @Test
    void requestsThatComeTogetherAreAnsweredInTheirOrder() throws IOException {
        try (Client client = connect(serving(BOUNDS))) {
            client.send("GET /a HTTP/1.1\r\n\r\nGET /b HTTP/1.1\r\n\r\nGET /c HTTP/1.1\r\n\r\n");
            assertThat(client.receive()).endsWith("GET /a");
            assertThat(client.receive()).endsWith("GET /b");
            assertThat(client.receive()).endsWith("GET /c");
        }
    }

    @Test
    void aConnectionIsClosedWhenTheClientAsksForIt() throws IOException {
        try (Client client = connect(serving(BOUNDS))) {
            client.send("GET /a HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertThat(client.receiveAll()).contains("connection: close").endsWith("GET /a");
        }
    }

    @Test
    void headIsAnsweredLikeGetWithoutTheBody() throws IOException {
        try (Client client = connect(serving(BOUNDS))) {
            client.send("HEAD /a HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertThat(client.receiveAll()).contains("content-length: 7").endsWith("\r\n\r\n");
        }
    }

    @Test
    void aBodyThatNobodyAskedForIsPassedOver() throws IOException {
        try (Client client = connect(serving(BOUNDS))) {
            client.send("POST /a HTTP/1.1\r\nContent-Length: 5000\r\n\r\n" + "x".repeat(5000));
            assertThat(client.receive()).endsWith("POST /a");
            client.send("GET /b HTTP/1.1\r\n\r\n");
            assertThat(client.receive()).endsWith("GET /b");
        }
    }

    @Test
    void aClientThatAsksWhetherToSendItsBodyGetsTheAnswerInstead() throws IOException {
        try (Client client = connect(serving(BOUNDS))) {
            client.send("POST /a HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 5000\r\n\r\n");
            assertThat(client.receiveAll()).startsWith("HTTP/1.1 200 OK").endsWith("POST /a");
        }
    }

    @Test
    void whatIsNotHttpIsRefused() throws IOException {
        try (Client client = connect(serving(BOUNDS))) {
            client.send("\u0000\u0001 nonsense\r\n\r\n");
            assertThat(client.receiveAll()).startsWith("HTTP/1.1 400").contains("this is not an HTTP request");
        }
    }

    @Test
    void aRequestLineOverTheBoundIsRefused() throws IOException {
        try (Client client = connect(serving(BOUNDS))) {
            client.send("GET /" + "a".repeat(300) + " HTTP/1.1\r\n\r\n");
            assertThat(client.receiveAll()).startsWith("HTTP/1.1 414").contains("more than 200 bytes");
        }
    }

    @Test
    void headerFieldsOverTheBoundAreRefused() throws IOException {
        try (Client client = connect(serving(BOUNDS))) {
            client.send("GET / HTTP/1.1\r\nCookie: " + "a".repeat(500) + "\r\n\r\n");
            assertThat(client.receiveAll()).startsWith("HTTP/1.1 431").contains("more than 400 bytes");
        }
    }

    @Test
    void aBodyOfTheRightLengthReachesWhoeverAnswers() throws IOException {
        try (Client client = connect(serving(BOUNDS, BODY_BYTES_MAX))) {
            client.send("POST /a HTTP/1.1\r\nContent-Length: 4\r\n\r\nbody");
            assertThat(client.receive()).endsWith("POST /a body");
        }
    }

    @Test
    void aBodyThatIsTooLongIsRefused() throws IOException {
        try (Client client = connect(serving(BOUNDS, BODY_BYTES_MAX))) {
            client.send("POST /a HTTP/1.1\r\nContent-Length: 1001\r\n\r\n");
            assertThat(client.receiveAll()).startsWith("HTTP/1.1 413").contains("the body has more than 1000 bytes");
        }
    }

    @Test
    void aMistakeInTheAnswerIsAnErrorOfTheServer() throws IOException {
        int port = listening(connection -> HttpAnswers.serve(connection, BOUNDS, request -> {
            throw new IllegalStateException("thrown by this test");
        }));
        try (Client client = connect(port)) {
            client.send("GET / HTTP/1.1\r\n\r\n");
            assertThat(client.receive()).startsWith("HTTP/1.1 500").doesNotContain("thrown by this test");
        }
    }

    @Test
    void aClientThatSendsByteByByteIsCutOff() throws IOException {
        int port = serving(new HttpBounds(200, 400, Duration.ofMillis(600)));
        long begun = System.nanoTime();
        try (Client client = connect(port)) {
            client.send("GET / HTTP/1.1\r\n");
            await().pollInterval(Duration.ofMillis(50)).until(() -> client.isCutOffAfter("a"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThan(Duration.ofMillis(500));
        }
    }

    @Test
    void anIdleConnectionIsClosedAfterAWhile() throws IOException {
        int port = serving(new HttpBounds(200, 400, Duration.ofMillis(200)));
        // more than once, as a busy machine may take so long to send the request
        await().ignoreExceptionsInstanceOf(IOException.class).untilAsserted(() -> {
            try (Client client = connect(port)) {
                client.send("GET /a HTTP/1.1\r\n\r\n");
                assertThat(client.receiveAll()).endsWith("GET /a");
            }
        });
    }

    @Test
    void drainingClosesIdleConnectionsAtOnceAndOthersAfterTheirAnswer() throws IOException {
        int port = serving(BOUNDS);
        try (Client idle = connect(port);
                Client busy = connect(port)) {
            idle.send("GET /a HTTP/1.1\r\n\r\n");
            assertThat(idle.receive()).endsWith("GET /a");
            // in one piece, so that the second is seen to have begun when the first is answered
            busy.send("GET /a HTTP/1.1\r\n\r\nPOST /b HTTP/1.1\r\nContent-Length: 4\r\n\r\nbo");
            assertThat(busy.receive()).endsWith("GET /a");
            Drain drain = requireNonNull(listeners.drain(Duration.ofMinutes(1)));

            assertThat(idle.receiveAll()).isEmpty();
            busy.send("dy");
            assertThat(busy.receiveAll()).contains("connection: close").endsWith("POST /b");
            await().until(() -> drain.done().isDone());
        }
    }

    private int serving(HttpBounds bounds) {
        return listening(connection -> HttpAnswers.serve(connection, bounds, HttpAnswersTest::echo));
    }

    private int serving(HttpBounds bounds, int bodyBytesMax) {
        return listening(connection -> HttpAnswers.serve(connection, bounds, bodyBytesMax, HttpAnswersTest::echo));
    }

    private int listening(ConnectionHandler handler) {
        Listeners.Change change = listeners.change();
        Claim claim = change.claim("test", "test", 0, ListenerOptions.DEFAULT, new SimpleMeterRegistry(), handler);
        change.commit();
        return ((Claim.Claimed) claim).listener().port();
    }

    private static Answer echo(HttpRequest request) {
        String body =
                request instanceof FullHttpRequest full ? " " + full.content().toString(StandardCharsets.UTF_8) : "";
        return new Answer(200, "text/plain", request.method().name() + " " + request.uri() + body);
    }

    private static Client connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Patience.millis());
        return new Client(socket);
    }

    /** Sends and receives HTTP as it is on the wire. */
    private record Client(Socket socket) implements AutoCloseable {
        void send(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        boolean isCutOffAfter(String text) {
            try {
                send(text);
                return false;
            } catch (IOException e) {
                return true;
            }
        }

        /** One response. */
        String receive() throws IOException {
            var text = new StringBuilder();
            while (text.indexOf("\r\n\r\n") < 0) {
                text.append((char) socket.getInputStream().read());
            }
            int at = text.indexOf("content-length: ") + "content-length: ".length();
            int length = Integer.parseInt(text.substring(at, text.indexOf("\r\n", at)));
            byte[] body = socket.getInputStream().readNBytes(length);
            return text + new String(body, StandardCharsets.UTF_8);
        }

        /** What comes until the server closes. */
        String receiveAll() throws IOException {
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
