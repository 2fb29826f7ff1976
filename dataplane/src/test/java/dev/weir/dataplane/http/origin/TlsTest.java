package dev.weir.dataplane.http.origin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.http.Http2Origin;
import dev.weir.dataplane.http.ScriptedOrigin;
import dev.weir.dataplane.kafka.wire.LeakWatch;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Origins that are spoken to securely. */
@ExtendWith(LeakWatch.class)
class TlsTest {
    private static final String LOOPBACK = "ip:127.0.0.1,dns:localhost,dns:origin.example";

    @TempDir
    Path folder;

    private final OriginBench bench = new OriginBench();
    private TestAuthority authority;
    private @Nullable Http2Origin server;

    @BeforeEach
    void makeAuthority() throws Exception {
        authority = new TestAuthority(folder.resolve("ours"));
    }

    @AfterEach
    void close() {
        if (server != null) {
            server.close();
        }
        bench.close();
    }

    @Test
    void http2IsNegotiated() throws Exception {
        serve(authority.issue("server", LOOPBACK), null);

        RecordedAnswer answer = get(new OriginTls(authority.certificate(), null, null), "127.0.0.1");

        assertThat(answer.failure).isNull();
        assertThat(answer.body()).isEqualTo("secure");
    }

    @Test
    void aCertificateOfAnotherNameIsNotAccepted() throws Exception {
        serve(authority.issue("server", "dns:elsewhere.example"), null);

        assertInsecure(get(new OriginTls(authority.certificate(), null, null), "127.0.0.1"));
    }

    @Test
    void theNameThatIsExpectedCanBeSaid() throws Exception {
        serve(authority.issue("server", "dns:elsewhere.example"), null);

        RecordedAnswer answer = get(new OriginTls(authority.certificate(), "elsewhere.example", null), "127.0.0.1");

        assertThat(answer.body()).isEqualTo("secure");
    }

    @Test
    void aCertificateOfAnotherAuthorityIsNotAccepted() throws Exception {
        serve(authority.issue("server", LOOPBACK), null);
        var other = new TestAuthority(folder.resolve("other"));

        assertInsecure(get(new OriginTls(other.certificate(), null, null), "127.0.0.1"));
        assertInsecure(get(null, "127.0.0.1"));
    }

    @Test
    void anAuthorityThatIsInTheFileLaterIsTaken() throws Exception {
        serve(authority.issue("server", LOOPBACK), null);
        Path file = folder.resolve("ca.crt");
        Files.copy(new TestAuthority(folder.resolve("other")).certificate(), file);
        OriginSettings settings =
                OriginBench.probe(settings(new OriginTls(file, null, null), "127.0.0.1"), Duration.ofMillis(100));
        try (Origin origin = bench.open(settings)) {
            assertInsecure(bench.get(origin, "/"));

            Files.writeString(file, "half of it");
            Files.copy(authority.certificate(), file, StandardCopyOption.REPLACE_EXISTING);

            await().until(() -> bench.get(origin, "/").body().equals("secure"));
            await().until(() -> origin.servers().getFirst().reachable());
        }
    }

    @Test
    void aCertificateIsShownToServersThatWantOne() throws Exception {
        serve(authority.issue("server", LOOPBACK), authority.certificate());
        OriginTls.Client client = authority.issue("client", "dns:client");

        RecordedAnswer with = get(new OriginTls(authority.certificate(), null, client), "127.0.0.1");
        RecordedAnswer without = get(new OriginTls(authority.certificate(), null, null), "127.0.0.1");

        assertThat(with.body()).isEqualTo("secure");
        assertThat(without.failure().kind()).isEqualTo(OriginFailure.Kind.UNREACHABLE);
    }

    @Test
    void aServerWithoutTlsIsTold() {
        try (ScriptedOrigin plain = ScriptedOrigin.start(client -> {
                    client.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                    client.awaitClose();
                });
                Origin origin = bench.open(URI.create("https://127.0.0.1:" + plain.port()))) {
            assertInsecure(bench.get(origin, "/"));
        }
    }

    @Test
    void filesThatCannotBeUsedAreRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("bad.crt"), "no certificate");

        assertThatThrownBy(() -> get(new OriginTls(file, null, null), "127.0.0.1"))
                .isInstanceOf(UncheckedIOException.class);
        assertThatThrownBy(() -> get(new OriginTls(folder.resolve("none"), null, null), "127.0.0.1"))
                .isInstanceOf(UncheckedIOException.class);
    }

    private RecordedAnswer get(@Nullable OriginTls tls, String host) {
        try (Origin origin = bench.open(settings(tls, host))) {
            return bench.get(origin, "/");
        }
    }

    private OriginSettings settings(@Nullable OriginTls tls, String host) {
        int port = server == null ? 1 : server.port();
        URI url = URI.create("https://" + host + ":" + port);
        return OriginBench.tls(OriginBench.http2(OriginBench.settings(url)), tls);
    }

    private void serve(OriginTls.Client identity, @Nullable Path clientAuthority) throws Exception {
        SslContextBuilder builder = SslContextBuilder.forServer(
                        identity.certificates().toFile(), identity.key().toFile())
                .sslProvider(SslProvider.JDK)
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2));
        if (clientAuthority != null) {
            builder.trustManager(clientAuthority.toFile()).clientAuth(ClientAuth.REQUIRE);
        }
        SslContext context = builder.build();
        server = Http2Origin.start(context, Http2Origin.answering("secure"));
    }

    private static void assertInsecure(RecordedAnswer answer) {
        assertThat(answer.failure().kind()).isEqualTo(OriginFailure.Kind.UNREACHABLE);
        assertThat(answer.failure().message()).contains("cannot be spoken to securely");
    }
}
