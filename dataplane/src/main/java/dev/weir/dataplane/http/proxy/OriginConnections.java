package dev.weir.dataplane.http.proxy;

import dev.weir.api.OriginProtocol;
import dev.weir.api.OriginTimeouts;
import dev.weir.api.Problem;
import dev.weir.api.Quantities;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.http.origin.OriginSettings;
import dev.weir.dataplane.http.origin.OriginTls;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a document says of an origin, as connections to it need it. */
final class OriginConnections {
    private static final int LINE_BYTES = 8 * 1024;
    private static final int HEADER_BYTES = 64 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(30);
    private static final Duration EXPECTATION = Duration.ofSeconds(1);
    private static final Duration PROBE = Duration.ofSeconds(5);

    private final Secrets secrets;
    private final List<Problem> problems;

    /**
     * Finds what an origin names among these secrets.
     *
     * @param problems where what is wrong is added to
     */
    OriginConnections(Secrets secrets, List<Problem> problems) {
        this.secrets = secrets;
        this.problems = problems;
    }

    /**
     * What connections to this origin are made with.
     *
     * @param path of the origin in the document
     */
    OriginSettings settings(dev.weir.api.Origin origin, String path) {
        OriginTimeouts timeouts = origin.timeouts();
        return new OriginSettings(
                origin.urls().stream().map(OriginConnections::url).toList(),
                origin.protocol() == OriginProtocol.HTTP2
                        ? OriginSettings.Protocol.HTTP2
                        : OriginSettings.Protocol.HTTP1,
                tls(origin.tls(), path + ".tls"),
                new OriginSettings.Timeouts(
                        Quantities.duration(timeouts.connect()),
                        Quantities.duration(timeouts.firstByte()),
                        Quantities.duration(timeouts.idle()),
                        EXPECTATION),
                origin.retries(),
                new OriginSettings.Connections(origin.connections(), origin.connections(), IDLE),
                new OriginSettings.Bounds(LINE_BYTES, HEADER_BYTES),
                PROBE);
    }

    private static URI url(String text) {
        return URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text);
    }

    private @Nullable OriginTls tls(dev.weir.api.@Nullable OriginTls tls, String path) {
        if (tls == null) {
            return null;
        }
        var ca = tls.caSecretRef();
        var client = tls.clientCertificateSecretRef();
        Path authorities = ca == null ? null : find(ca.name(), ca.key(), path + ".caSecretRef");
        OriginTls.Client shown = null;
        if (client != null) {
            Path certificates = find(client.name(), "tls.crt", path + ".clientCertificateSecretRef");
            Path key = find(client.name(), "tls.key", path + ".clientCertificateSecretRef");
            shown = certificates == null || key == null ? null : new OriginTls.Client(certificates, key);
        }
        return new OriginTls(authorities, tls.serverName(), shown);
    }

    private @Nullable Path find(String secret, String key, String path) {
        return switch (secrets.find(secret, key)) {
            case Secrets.Found found -> found.file();
            case Secrets.Missing missing -> {
                problems.add(Problem.at(path, missing.message(), missing.advice()));
                yield null;
            }
        };
    }
}
