package dev.weir.dataplane.kafka.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.http.origin.OriginTls;
import dev.weir.dataplane.http.origin.TestAuthority;
import dev.weir.dataplane.http.server.ServerSettings;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import dev.weir.dataplane.net.tls.ServerTls;
import dev.weir.dataplane.net.tls.TlsFiles;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Web clients that come over TLS. */
@ExtendWith(LeakWatch.class)
class SecureWebTest {
    private static final String LOOPBACK = "ip:127.0.0.1,dns:localhost";

    @TempDir
    Path folder;

    private TestAuthority authority;
    private OriginTls.Client shown;
    private ServerTls tls;
    private TestWeb web;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(folder.resolve("authority"));
        shown = authority.issue("first", LOOPBACK);
        tls = ServerTls.open(
                new TlsFiles(shown.certificates(), shown.key(), null), ServerSettings.protocols(true));
        web = new TestWeb(folder.resolve("log"), ServerSettings.DEFAULT.with(tls));
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void http2IsNegotiated() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpResponse<String> answer = WebClients.get(client, web, "/topics");

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        }
    }

    @Test
    void clientsThatSpeakHttp1AreServed() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            assertThat(WebClients.get(client, web, "/topics").version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        }
    }

    @Test
    void curlChoosesHttp2() throws Exception {
        assertThat(curl("--output", "-", "--write-out", "%{http_version}")).contains("topics").endsWith("2");
    }

    @Test
    void whoSpeaksWithoutTlsIsNotServed() {
        assertThatThrownBy(() -> web.get("/topics")).hasRootCauseInstanceOf(java.io.IOException.class);
    }

    @Test
    void whoTrustsAnotherAuthorityLeaves() throws Exception {
        var other = new TestAuthority(folder.resolve("other"));
        try (HttpClient client =
                WebClients.client(HttpClient.Version.HTTP_2, WebClients.trusting(other.certificate(), null))) {
            assertThatThrownBy(() -> WebClients.get(client, web, "/topics")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aCertificateThatIsThereNowIsShownToNewConnectionsAndOldOnesGoOn() throws Exception {
        try (HttpClient old = client(HttpClient.Version.HTTP_2)) {
            assertThat(subject(WebClients.get(old, web, "/topics"))).isEqualTo("CN=first");
            OriginTls.Client second = authority.issue("second", LOOPBACK);
            Files.copy(second.certificates(), shown.certificates(), StandardCopyOption.REPLACE_EXISTING);
            Files.copy(second.key(), shown.key(), StandardCopyOption.REPLACE_EXISTING);

            tls.refresh();

            assertThat(subject(WebClients.get(old, web, "/topics"))).isEqualTo("CN=first");
            try (HttpClient later = client(HttpClient.Version.HTTP_2)) {
                assertThat(subject(WebClients.get(later, web, "/topics"))).isEqualTo("CN=second");
            }
        }
    }

    private static String subject(HttpResponse<?> answer) throws Exception {
        return ((java.security.cert.X509Certificate)
                        answer.sslSession().orElseThrow().getPeerCertificates()[0])
                .getSubjectX500Principal()
                .getName();
    }

    private HttpClient client(HttpClient.Version version) throws Exception {
        return WebClients.client(version, WebClients.trusting(authority.certificate(), null));
    }

    private String curl(String... options) throws Exception {
        var command = new ArrayList<>(List.of("curl", "--silent", "--show-error", "--cacert"));
        command.add(authority.certificate().toString());
        command.addAll(List.of(options));
        command.add("https://127.0.0.1:" + web.port() + "/topics");
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
