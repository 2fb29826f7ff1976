package dev.weir.e2e.http;

import static dev.weir.e2e.http.RawConnections.frame;
import static dev.weir.e2e.http.RawConnections.join;
import static dev.weir.e2e.http.RawConnections.preface;
import static dev.weir.e2e.http.RawConnections.times;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * However much some clients send, it is refused for what it is, others are served, and nothing of it is left behind.
 */
@Timeout(600)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileClientsTest {
    private static final int MANY = 50;
    private static final int FLOODS = 5;
    private static final int AT_ONCE = 1000;
    private static final int HEADER_BYTES = 8 * 1024;
    private static final Duration SOON = Duration.ofMillis(5);

    /** Frames of HTTP/2. */
    private static final int DATA = 0;

    private static final int HEADERS = 1;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    /** GET http://a/ and POST of the same, as HPACK has them. */
    private static final int[] GET = {0x82, 0x86, 0x84, 0x01, 1, 'a'};

    private static final int[] POST = {0x83, 0x86, 0x84, 0x01, 1, 'a'};

    @SuppressWarnings("NullAway.Init")
    private AttackedSite site;

    @BeforeAll
    void open(@TempDir Path folder) {
        site = new AttackedSite(folder, "1h"); // so that it is never for idling that a connection ends
    }

    @AfterAll
    void close() {
        site.close();
    }

    @Test
    void headersWithoutEndAreNotReadToTheirEnd() throws Exception {
        double before = site.refused("header-too-long");
        try (var endless = RawConnections.open(site.port(), MANY)) {
            endless.send("GET / HTTP/1.1\r\nHost: a\r\n" + "X-Y: z\r\n".repeat(HEADER_BYTES));
            site.mustServeOthers();
            await().pollInterval(SOON).until(() -> endless.receive().areOver());
        }
        site.awaitRefused("header-too-long", before + MANY);
        site.mustBeOver();
    }

    @Test
    void requestLinesWithoutEndAreNotReadToTheirEnd() throws Exception {
        double before = site.refused("request-line-too-long");
        try (var endless = RawConnections.open(site.port(), MANY)) {
            endless.send("GET /" + "x".repeat(8 * HEADER_BYTES));
            site.mustServeOthers();
            await().pollInterval(SOON).until(() -> endless.receive().areOver());
        }
        site.awaitRefused("request-line-too-long", before + MANY);
        site.mustBeOver();
    }

    @Test
    void floodsOfResetsEndTheConnection() throws Exception {
        mustEnd("flood", HostileClientsTest::cancelledRequests);
    }

    @Test
    void floodsOfPingsWhoseAnswersNobodyReadsEndTheConnection() throws Exception {
        mustEndUnread(times(AT_ONCE, frame(PING, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)));
    }

    @Test
    void floodsOfSettingsWhoseAnswersNobodyReadsEndTheConnection() throws Exception {
        mustEndUnread(times(AT_ONCE, frame(SETTINGS, 0, 0)));
    }

    @Test
    void floodsOfEmptyContentEndTheConnection() throws Exception {
        mustEnd("flood", join(frame(HEADERS, END_HEADERS, 1, POST), times(AT_ONCE, frame(DATA, 0, 1))));
    }

    @Test
    void floodsOfEmptyContinuationsEndTheConnection() throws Exception {
        mustEnd("flood", join(frame(HEADERS, END_STREAM, 1, GET), times(AT_ONCE, frame(CONTINUATION, 0, 1))));
    }

    @Test
    void headersOfHttp2WithoutEndEndTheConnection() throws Exception {
        int[] fields = new int[2 * HEADER_BYTES];
        for (int i = 0; i < fields.length; i += 4) {
            // a literal that is not indexed: x with an empty value
            fields[i + 1] = 1;
            fields[i + 2] = 'x';
        }
        mustEnd(
                "protocol-error",
                join(frame(HEADERS, END_STREAM, 1, GET), times(10, frame(CONTINUATION, 0, 1, fields))));
    }

    private void mustEnd(String reason, byte[] flood) throws Exception {
        mustEnd(reason, round -> round == 0 ? flood : new byte[0]);
    }

    /** Clients of HTTP/2 send that, round by round, until the server has had enough. */
    private void mustEnd(String reason, IntFunction<byte[]> flood) throws Exception {
        double before = site.refused(reason);
        try (var flooding = RawConnections.open(site.port(), FLOODS)) {
            flooding.send(preface()).send(flood.apply(0));
            site.mustServeOthers();
            int[] rounds = {1};
            await().pollInterval(SOON)
                    .until(() ->
                            flooding.send(flood.apply(rounds[0]++)).receive().areOver());
        }
        site.awaitRefused(reason, before + FLOODS);
        site.mustBeOver();
    }

    /** Clients of HTTP/2 send that again and again and read nothing, until the server has had enough. */
    private void mustEndUnread(byte[] flood) throws Exception {
        double before = site.refused("flood");
        try (var flooding = RawConnections.open(site.port(), FLOODS)) {
            flooding.send(preface()).send(flood);
            site.mustServeOthers();
            await().pollInterval(SOON).until(() -> flooding.send(flood).areOver());
        }
        site.awaitRefused("flood", before + FLOODS);
        site.mustBeOver();
    }

    private static byte[] cancelledRequests(int round) {
        var all = new ByteArrayOutputStream();
        for (int i = 0; i < AT_ONCE; i++) {
            int stream = 2 * (round * AT_ONCE + i) + 1;
            all.writeBytes(frame(HEADERS, END_STREAM | END_HEADERS, stream, GET));
            all.writeBytes(frame(RST_STREAM, 0, stream, 0, 0, 0, 8));
        }
        return all.toByteArray();
    }
}
