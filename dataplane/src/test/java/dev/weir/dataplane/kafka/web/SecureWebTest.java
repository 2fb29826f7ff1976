package dev.weir.dataplane.kafka.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.http.origin.OriginTls;
import dev.weir.dataplane.http.origin.TestAuthority;
import dev.weir.dataplane.http.server.ServerSettings;
import dev.weir.dataplane.kafka.web.access.CertificateAccess;
import dev.weir.dataplane.kafka.web.access.ScopeRules;
import dev.weir.dataplane.kafka.web.access.TestClock;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import dev.weir.dataplane.kafka.wire.TestRecords;
import dev.weir.dataplane.net.tls.ServerTls;
import dev.weir.dataplane.net.tls.TlsFiles;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Web clients that come over TLS. */
@ExtendWith(LeakWatch.class)
class SecureWebTest {
    private static final String LOOPBACK = "ip:127.0.0.1,dns:localhost";

    @TempDir
    private static Path certificates;

    private static TestAuthority authority;
    private static TestAuthority other;
    private static OriginTls.Client first;
    private static OriginTls.Client second;
    private static OriginTls.Client reader;

    @TempDir
    private Path folder;

    private final TestClock clock = new TestClock(Instant.now());
    private OriginTls.Client shown;
    private ServerTls tls;
    private TestWeb web;

    @BeforeAll
    static void makeCertificates() throws Exception {
        authority = new TestAuthority(certificates.resolve("authority"));
        other = new TestAuthority(certificates.resolve("other"));
        first = authority.issue("first", LOOPBACK);
        second = authority.issue("second", LOOPBACK);
        reader = authority.issue("reader", LOOPBACK);
    }

    @BeforeEach
    void start() throws Exception {
        shown = new OriginTls.Client(folder.resolve("tls.crt"), folder.resolve("tls.key"));
        show(first);
        tls = ServerTls.open(new TlsFiles(shown.certificates(), shown.key(), null), ServerSettings.protocols(true));
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
        assertThat(curl("--output", "-", "--write-out", "%{http_version}"))
                .contains("topics")
                .endsWith("2");
    }

    @Test
    void oneConnectionCarriesManyStreams() throws Exception {
        web.upstreams.addTopic("t", 1);
        FakeUpstreams.Copy copy = web.upstreams.follow("t", 0);
        copy.view(0, -1);
        copy.append(TestRecords.batch(0, 1));
        int readers = 40;
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            assertThat(WebClients.get(client, web, "/topics/t").version()).isEqualTo(HttpClient.Version.HTTP_2);
            var request = HttpRequest.newBuilder(
                            URI.create("https://127.0.0.1:" + web.port() + "/topics/t/messages?format=sse"))
                    .build();
            var streams = new ArrayList<BufferedReader>();
            for (int i = 0; i < readers; i++) {
                HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                streams.add(new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8)));
            }
            assertThat(web.readers()).isEqualTo(readers);
            copy.append(TestRecords.batch(1, 1));
            for (BufferedReader stream : streams) {
                assertThat(stream.lines()
                                .filter(line -> line.contains("\"offset\":1,"))
                                .findFirst())
                        .isPresent();
            }
            assertThat(WebClients.get(client, web, "/topics/t").statusCode()).isEqualTo(200);
            assertThat(web.meters.get("weir.connections.opened").counter().count())
                    .isEqualTo(1);
            for (BufferedReader stream : streams) {
                stream.close();
            }
        }
    }

    @Test
    void whoSpeaksWithoutTlsIsNotServed() {
        assertThatThrownBy(() -> web.get("/topics")).hasRootCauseInstanceOf(IOException.class);
    }

    @Test
    void whoTrustsAnotherAuthorityLeaves() throws Exception {
        try (HttpClient client =
                WebClients.client(HttpClient.Version.HTTP_2, WebClients.trusting(other.certificate(), null))) {
            assertThatThrownBy(() -> WebClients.get(client, web, "/topics")).isInstanceOf(SSLException.class);
        }
    }

    @Test
    void aCertificateThatIsThereNowIsShownToNewConnectionsAndOldOnesGoOn() throws Exception {
        try (HttpClient old = client(HttpClient.Version.HTTP_2)) {
            assertThat(subject(WebClients.get(old, web, "/topics"))).isEqualTo("CN=first");
            show(second);

            tls.refresh();

            assertThat(subject(WebClients.get(old, web, "/topics"))).isEqualTo("CN=first");
            try (HttpClient later = client(HttpClient.Version.HTTP_2)) {
                assertThat(subject(WebClients.get(later, web, "/topics"))).isEqualTo("CN=second");
            }
        }
    }

    @Test
    void whoShowsACertificateMayDoWhatItsSubjectIsGranted() throws Exception {
        askForCertificates();
        for (HttpClient.Version version : List.of(HttpClient.Version.HTTP_1_1, HttpClient.Version.HTTP_2)) {
            try (HttpClient client = WebClients.client(version, WebClients.trusting(authority.certificate(), reader))) {
                assertThat(WebClients.get(client, web, "/topics/orders").statusCode())
                        .isEqualTo(200);
                HttpResponse<String> refused = WebClients.get(client, web, "/topics/prices");
                assertThat(refused.statusCode()).isEqualTo(403);
                assertThat(refused.body()).contains("may not be read without the scope prices:read");
                assertThat(refused.headers().firstValue("www-authenticate")).isEmpty();
                assertThat(WebClients.get(client, web, "/topics").body())
                        .contains("\"orders\"")
                        .doesNotContain("prices");
            }
        }
    }

    @Test
    void whoShowsNoCertificateOrThatOfAnotherAuthorityIsNotLetIn() throws Exception {
        askForCertificates();
        try (HttpClient client = client(HttpClient.Version.HTTP_1_1)) {
            assertThatThrownBy(() -> WebClients.get(client, web, "/topics")).isInstanceOf(IOException.class);
        }
        OriginTls.Client stranger = other.issue("reader", LOOPBACK);
        try (HttpClient client = WebClients.client(
                HttpClient.Version.HTTP_1_1, WebClients.trusting(authority.certificate(), stranger))) {
            assertThatThrownBy(() -> WebClients.get(client, web, "/topics")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void aCertificateThatExpiresOnAnOpenConnectionIsNoLongerTaken() throws Exception {
        askForCertificates();
        try (HttpClient client =
                WebClients.client(HttpClient.Version.HTTP_1_1, WebClients.trusting(authority.certificate(), reader))) {
            assertThat(WebClients.get(client, web, "/topics/orders").statusCode())
                    .isEqualTo(200);
            clock.move(Duration.ofDays(30));
            HttpResponse<String> refused = WebClients.get(client, web, "/topics/orders");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("has expired");
        }
    }

    @Test
    void aConnectionFromBeforeCertificatesWereAskedForIsToldToConnectAnew() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            assertThat(WebClients.get(client, web, "/topics").statusCode()).isEqualTo(200);
            web.front.guard(certified());
            HttpResponse<String> refused = WebClients.get(client, web, "/topics");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("connect anew");
        }
    }

    private CertificateAccess certified() {
        var orders =
                new ScopeRules.OfRoute(topic -> topic.equals("orders"), new ScopeRules.Needed("orders:read", null));
        return new CertificateAccess(
                List.of(new CertificateAccess.Grant(subject -> subject.equals("CN=reader"), Set.of("orders:read"))),
                new ScopeRules(List.of(orders), new ScopeRules.Needed("prices:read", null)),
                clock);
    }

    private void askForCertificates() throws Exception {
        web.close();
        tls = ServerTls.open(
                new TlsFiles(shown.certificates(), shown.key(), authority.certificate()),
                ServerSettings.protocols(true));
        web = new TestWeb(folder.resolve("log-of-those-who-are-known"), ServerSettings.DEFAULT.with(tls));
        web.front.guard(certified());
        for (String topic : List.of("orders", "prices")) {
            web.upstreams.addTopic(topic, 1);
            web.upstreams.follow(topic, 0, 0).view(0, -1);
        }
    }

    private void show(OriginTls.Client certificate) throws IOException {
        Files.copy(certificate.certificates(), shown.certificates(), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(certificate.key(), shown.key(), StandardCopyOption.REPLACE_EXISTING);
    }

    private static String subject(HttpResponse<?> answer) throws Exception {
        return ((X509Certificate) answer.sslSession().orElseThrow().getPeerCertificates()[0])
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
