package dev.weir.dataplane.workload;

import dev.weir.api.CaReference;
import dev.weir.api.ClientAuthentication;
import dev.weir.api.ListenerTls;
import dev.weir.api.Problem;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.net.tls.ServerTls;
import dev.weir.dataplane.net.tls.TlsFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the certificates that a listener names among the secrets. */
public final class ListenerTlsFiles {
    private final Secrets secrets;
    private final String path;
    private final List<String> protocols;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * What came of it.
     *
     * @param tls null when the listener is not to be secured, and when there are problems
     */
    public record Outcome(@Nullable ServerTls tls, List<Problem> problems) {}

    private ListenerTlsFiles(Secrets secrets, String path, List<String> protocols) {
        this.secrets = secrets;
        this.path = path;
        this.protocols = protocols;
    }

    /**
     * Opens them, or goes on with those that are open when they are the same files.
     *
     * @param tls what the document says at {@code path}; null when nothing is to be secured
     * @param protocols what clients are offered by ALPN; none to offer nothing
     */
    public static Outcome open(
            @Nullable ListenerTls tls,
            String path,
            List<String> protocols,
            Secrets secrets,
            @Nullable ServerTls present) {
        if (tls == null) {
            return new Outcome(null, List.of());
        }
        var search = new ListenerTlsFiles(secrets, path, protocols);
        ServerTls opened = search.open(tls, present);
        return new Outcome(opened, search.problems);
    }

    private @Nullable ServerTls open(ListenerTls tls, @Nullable ServerTls present) {
        String secret = tls.certificateSecretRef().name();
        Path certificates = find(secret, "tls.crt", path + ".certificateSecretRef");
        Path key = find(secret, "tls.key", path + ".certificateSecretRef");
        Path authorities = null;
        if (tls.clientAuthentication() == ClientAuthentication.REQUIRED) {
            CaReference ca = tls.clientCaSecretRef();
            authorities = ca == null
                    ? find(secret, CaReference.DEFAULT_KEY, path + ".certificateSecretRef")
                    : find(ca.name(), ca.key(), path + ".clientCaSecretRef");
        }
        if (certificates == null || key == null || !problems.isEmpty()) {
            return null;
        }
        var files = new TlsFiles(certificates, key, authorities);
        if (present != null
                && present.files().equals(files)
                && present.protocols().equals(protocols)) {
            return present;
        }
        try {
            return ServerTls.open(files, protocols);
        } catch (IOException e) {
            problems.add(Problem.at(
                    path,
                    "connections cannot be secured: " + e.getMessage(),
                    "put a certificate in tls.crt and its key in tls.key, both in PEM and the key not encrypted"));
            return null;
        }
    }

    private @Nullable Path find(String secret, String key, String reference) {
        return switch (secrets.find(secret, key)) {
            case Secrets.Found found -> found.file();
            case Secrets.Missing missing -> {
                problems.add(Problem.at(reference, missing.message(), missing.advice()));
                yield null;
            }
        };
    }
}
