package dev.weir.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.cache.secure.Certificates;
import dev.weir.e2e.demo.origin.Origin;
import dev.weir.e2e.host.Commands;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.RequiresProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What curl speaks with the HTTP cache. */
@Timeout(300)
@RequiresProgram("curl")
class ProtocolsTest {
    private static final String FOR_AN_HOUR = "{override: {cacheControl: max-age=3600}}";

    private final int originPort = FreePort.pick();
    private final Origin origin = Origin.start(originPort);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private record Told(String version, String status, String cacheStatus) {}

    @AfterEach
    void close() {
        origin.close();
    }

    @Test
    void withoutEncryptionItIsHttp1OrHttp2ToThoseWhoKnow() {
        try (var site = CachingSite.start(folder, originPort, FOR_AN_HOUR)) {
            String url = site.uri("/products/1").toString();

            assertThat(curl(url, "--http1.1").cacheStatus()).startsWith("weir; fwd=uri-miss; stored");
            assertHit("1.1", curl(url, "--http1.1"));
            assertHit("2", curl(url, "--http2-prior-knowledge"));
            // asked to switch in the midst of a connection it stays as it is
            assertHit("1.1", curl(url, "--http2"));
        }
    }

    @Test
    void overTlsTheProtocolIsNegotiated() throws Exception {
        Path authority = issueCertificate("site-tls");
        String listeners = "listeners: {http: {port: PORT, tls: {certificateSecretRef: {name: site-tls}}}}";
        try (var site = CachingSite.start(folder, originPort, FOR_AN_HOUR, listeners)) {
            String url = "https" + site.uri("/products/1").toString().substring("http".length());
            String trusting = authority.toString();

            assertThat(curl(url, "--cacert", trusting, "--http2").cacheStatus())
                    .startsWith("weir; fwd=uri-miss; stored");
            assertHit("2", curl(url, "--cacert", trusting, "--http2"));
            assertHit("1.1", curl(url, "--cacert", trusting, "--http1.1"));
            assertHit("1.1", curl(url, "--cacert", trusting, "--no-alpn"));
        }
    }

    @Test
    void whoDoesNotOfferHttp2SpeaksHttp1() throws Exception {
        Path authority = issueCertificate("site-tls");
        String listeners =
                "listeners: {http: {port: PORT, http2: false, tls: {certificateSecretRef: {name: site-tls}}}}";
        try (var site = CachingSite.start(folder, originPort, FOR_AN_HOUR, listeners)) {
            String url = "https" + site.uri("/products/1").toString().substring("http".length());

            assertThat(curl(url, "--cacert", authority.toString(), "--http2").version())
                    .isEqualTo("1.1");
        }
    }

    @Test
    void whatIsCompressedIsReadByEveryClientOnEveryProtocol() throws IOException {
        String compressing = "{override: {cacheControl: max-age=3600}, compress: {minBytes: 0}}";
        try (var site = CachingSite.start(folder, originPort, compressing)) {
            String url = site.uri("/products/1").toString();
            curl(url);
            String plain = Files.readString(folder.resolve("content"));

            for (String protocol : List.of("--http1.1", "--http2-prior-knowledge")) {
                for (String coding : List.of("br", "zstd", "gzip")) {
                    Told told = curl(url, protocol, "--compressed", "--header", "Accept-Encoding: " + coding);

                    assertThat(told.cacheStatus())
                            .startsWith(protocol.equals("--http1.1") ? "weir; fwd=" : "weir; hit");
                    assertThat(Files.readString(folder.resolve("fields")).toLowerCase(Locale.ROOT))
                            .contains("content-encoding: " + coding, "vary: accept-encoding");
                    assertThat(folder.resolve("content")).hasContent(plain);
                }
                assertHit(protocol.equals("--http1.1") ? "1.1" : "2", curl(url, protocol));
            }
        }
    }

    private static void assertHit(String version, Told told) {
        assertThat(told.version()).isEqualTo(version);
        assertThat(told.status()).isEqualTo("200");
        assertThat(told.cacheStatus()).startsWith("weir; hit; ttl=");
    }

    /** Puts a secret where the data-plane looks for it; the certificate of the authority that signed it. */
    private Path issueCertificate(String secret) throws Exception {
        var certificates = Certificates.in(folder).issue("site");
        Path secrets = Files.createDirectories(folder.resolve("secrets").resolve(secret));
        Files.write(secrets.resolve("tls.crt"), certificates.certificatePem("site"));
        Files.write(secrets.resolve("tls.key"), certificates.keyPem("site"));
        return Files.write(folder.resolve("authority.pem"), certificates.authorityPem());
    }

    private Told curl(String url, String... options) {
        Path fields = folder.resolve("fields");
        var command = new ArrayList<>(List.of("curl", "--silent", "--show-error"));
        command.addAll(List.of("--output", folder.resolve("content").toString()));
        command.addAll(List.of("--dump-header", fields.toString(), "--write-out", "%{http_version} %{http_code}"));
        command.addAll(List.of(options));
        command.add(url);
        String[] said = new String(Commands.run(null, command), StandardCharsets.UTF_8).split(" ", 2);
        try (var lines = Files.lines(fields)) {
            String cacheStatus = lines.filter(line -> line.regionMatches(true, 0, "cache-status: ", 0, 14))
                    .findFirst()
                    .orElseThrow()
                    .substring(14);
            return new Told(said[0], said[1], cacheStatus);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
