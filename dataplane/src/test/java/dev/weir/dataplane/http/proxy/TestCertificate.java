package dev.weir.dataplane.http.proxy;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.dataplane.http.origin.OriginTls;
import dev.weir.dataplane.http.origin.TestAuthority;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** The certificate of a listener on loopback, made once for all tests. */
final class TestCertificate {
    private record Made(String authority, String certificates, String key) {}

    private static final Made MADE = make();

    private TestCertificate() {}

    /** As a Secret has it that is mounted. */
    static void putInto(Path secret) throws IOException {
        Files.writeString(secret.resolve("tls.crt"), MADE.certificates);
        Files.writeString(secret.resolve("tls.key"), MADE.key);
    }

    /** What a client has that trusts it. */
    static SSLContext trusted() {
        try (InputStream in = new ByteArrayInputStream(MADE.authority.getBytes(US_ASCII))) {
            KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
            trusted.load(null, null);
            trusted.setCertificateEntry(
                    "authority", CertificateFactory.getInstance("X.509").generateCertificate(in));
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(trusted);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static Made make() {
        try {
            Path folder = Files.createTempDirectory("weir-certificate");
            var authority = new TestAuthority(folder);
            OriginTls.Client issued = authority.issue("listener", "ip:127.0.0.1,dns:localhost");
            var made = new Made(
                    Files.readString(authority.certificate()),
                    Files.readString(issued.certificates()),
                    Files.readString(issued.key()));
            try (var files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
            return made;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
