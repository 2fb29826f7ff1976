package dev.weir.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.Patience;
import dev.weir.e2e.dataplane.Management;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A site that some clients mean no good to, and others want pages of, each on a connection of its own. */
final class AttackedSite implements AutoCloseable {
    private final PageOrigin origin = PageOrigin.start(10_000);
    private final CachingSite site;
    private int pages;

    /** @param idleTimeout how long clients may do nothing */
    AttackedSite(Path folder, String idleTimeout) {
        site = CachingSite.start(
                folder,
                origin.port(),
                "{override: {cacheControl: max-age=3600}}",
                "limits: {connections: 1000, requestHeaderBytes: 8Ki, idleTimeout: " + idleTimeout + "}");
    }

    int port() {
        return site.port();
    }

    PageOrigin origin() {
        return origin;
    }

    /** Whoever asks for a page has it: from the origin, and then from the cache. */
    void mustServeOthers() throws IOException {
        String path = "/page/" + pages++;
        assertServed(path, "weir; fwd=uri-miss; stored");
        assertServed(path, "weir; hit");
    }

    private void assertServed(String path, String cacheStatus) throws IOException {
        try (var client = new Socket(InetAddress.getLoopbackAddress(), port())) {
            client.setSoTimeout(Patience.millis());
            String request = "GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";
            client.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\n" + origin.page(path));
            assertThat(answer).containsIgnoringCase("\r\nCache-Status: " + cacheStatus);
        }
    }

    /** How many were refused for that reason so far. */
    double refused(String reason) {
        return management().metric("weir_http_refused_total", "reason=\"" + reason + "\"");
    }

    void awaitRefused(String reason, double times) {
        await().untilAsserted(() -> assertThat(refused(reason)).isEqualTo(times));
    }

    /** Others are served, and then nothing is left of anybody. */
    void mustBeOver() throws IOException {
        mustServeOthers();
        await().untilAsserted(() -> {
            assertThat(management().metric("weir_connections", "listener=\"http\""))
                    .isZero();
            assertThat(management().metric("weir_http_underway")).isZero();
            assertThat(management().metric("weir_http_buffered_bytes")).isZero();
        });
    }

    private Management management() {
        return site.process().management();
    }

    @Override
    public void close() {
        site.close();
        origin.close();
    }
}
