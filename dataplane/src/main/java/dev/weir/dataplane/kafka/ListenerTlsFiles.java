package dev.weir.dataplane.kafka;

import dev.weir.api.CaReference;
import dev.weir.api.ClientAuthentication;
import dev.weir.api.KafkaListener;
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
final class ListenerTlsFiles {
    private static final String PATH = "spec.listeners.kafka.tls";

    private final Secrets secrets;
    private final List<Problem> problems = new ArrayList<>();

    /**
     * What came of it.
     *
     * @param tls null when the listener is not to be secured, and when there are problems
     */
    record Outcome(@Nullable ServerTls tls, List<Problem> problems) {}

    private ListenerTlsFiles(Secrets secrets) {
        this.secrets = secrets;
    }

    /** Opens them, or goes on with those that are open when they are the same files. */
    static Outcome open(KafkaListener listener, Secrets secrets, @Nullable ServerTls present) {
        ListenerTls tls = listener.tls();
        if (tls == null) {
            return new Outcome(null, List.of());
        }
        var search = new ListenerTlsFiles(secrets);
        ServerTls opened = search.open(tls, present);
        return new Outcome(opened, search.problems);
    }

    private @Nullable ServerTls open(ListenerTls tls, @Nullable ServerTls present) {
        String secret = tls.certificateSecretRef().name();
        Path certificates = find(secret, "tls.crt", PATH + ".certificateSecretRef");
        Path key = find(secret, "tls.key", PATH + ".certificateSecretRef");
        Path authorities = null;
        if (tls.clientAuthentication() == ClientAuthentication.REQUIRED) {
            CaReference ca = tls.clientCaSecretRef();
            authorities = ca == null
                    ? find(secret, CaReference.DEFAULT_KEY, PATH + ".certificateSecretRef")
                    : find(ca.name(), ca.key(), PATH + ".clientCaSecretRef");
        }
        if (certificates == null || key == null || !problems.isEmpty()) {
            return null;
        }
        var files = new TlsFiles(certificates, key, authorities);
        if (present != null && present.files().equals(files)) {
            return present;
        }
        try {
            return ServerTls.open(files, List.of());
        } catch (IOException e) {
            problems.add(Problem.at(
                    PATH,
                    "connections cannot be secured: " + e.getMessage(),
                    "put a certificate in tls.crt and its key in tls.key, both in PEM and the key not encrypted"));
            return null;
        }
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
