package dev.weir.dataplane.kafka.web.access;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The server of a key set, asked within bounds of time and size. One thread at a time. */
final class KeyServer {
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final FetchedKeys.From from;
    private byte @Nullable [] trusted;
    private volatile @Nullable HttpClient client;

    KeyServer(FetchedKeys.From from) {
        this.from = from;
    }

    /** @throws IOException with the reason, when there is no answer that can be used */
    byte[] ask() throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(from.url())
                .header("Accept", "application/jwk-set+json, application/json")
                .build();
        CompletableFuture<HttpResponse<byte[]>> asked =
                client().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), TokenKeys.BYTES_MAX));
        try {
            HttpResponse<byte[]> answer = asked.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
            if (answer.statusCode() != 200) {
                throw new IOException(from.url() + " answers with status " + answer.statusCode());
            }
            return answer.body();
        } catch (ExecutionException e) {
            throw new IOException(from.url() + " cannot be asked: " + reason(e.getCause()), e);
        } catch (TimeoutException e) {
            throw new IOException(from.url() + " does not answer within " + TIMEOUT.toSeconds() + " seconds", e);
        } finally {
            asked.cancel(true);
        }
    }

    private static String reason(@Nullable Throwable cause) {
        return cause == null || cause.getMessage() == null
                ? String.valueOf(cause).replaceFirst(".*\\.", "")
                : cause.getMessage();
    }

    /** A new one when the authorities have changed. */
    private HttpClient client() throws IOException {
        Path authorities = from.authorities();
        byte[] now = authorities == null ? null : Files.readAllBytes(authorities);
        HttpClient present = client;
        if (present != null && Arrays.equals(now, trusted)) {
            return present;
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(TIMEOUT)
                .followRedirects(HttpClient.Redirect.NEVER); // keys come from where the document says
        if (now != null) {
            builder.sslContext(trusting(now));
        }
        close();
        HttpClient next = builder.build();
        client = next;
        trusted = now;
        return next;
    }

    private static SSLContext trusting(byte[] pem) throws IOException {
        try {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int i = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem))) {
                store.setCertificateEntry("authority-" + i++, certificate);
            }
            if (i == 0) {
                throw new IOException("the file of the authorities holds no certificate in PEM");
            }
            var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IOException("the file of the authorities does not hold certificates in PEM", e);
        }
    }

    /** Any thread. Whoever asks fails. */
    void close() {
        HttpClient present = client;
        client = null;
        if (present != null) {
            present.shutdownNow();
        }
    }
}
