package dev.weir.operator;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The real servers that tests run against: named by environment variables, or else those of {@code ./weir cluster}. */
enum ApiServer {
    /** An API server with its controllers, and no nodes. */
    CONTROL("WEIR_TEST_KUBECONFIG"),

    /** A current server of definitions alone. */
    CRDS("WEIR_TEST_CRD_KUBECONFIG");

    private static final int CONNECT_MILLIS_MAX = 5000;

    private final String variable;

    ApiServer(String variable) {
        this.variable = variable;
    }

    /** As {@code ./weir cluster up} knows it. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    String variable() {
        return variable;
    }

    /** The file that leads to it, with the rights of an administrator; nothing where no such server is known. */
    Optional<Path> kubeconfig() {
        String named = variable(variable);
        if (named != null) {
            return Optional.of(Path.of(named));
        }
        // the folder that e2e/kubernetes/common.sh keeps everything in
        String cluster = variable("WEIR_CLUSTER_HOME");
        String cache = variable("XDG_CACHE_HOME");
        Path home = cluster != null
                ? Path.of(cluster)
                : (cache != null ? Path.of(cache) : Path.of(System.getProperty("user.home"), ".cache"))
                        .resolve("weir/cluster");
        return Optional.of(home.resolve(word()).resolve("admin.kubeconfig"))
                .filter(Files::isReadable)
                .filter(ApiServer::answers);
    }

    Config config() {
        return config(Objects.requireNonNull(kubeconfig().orElse(null), () -> "no server " + word()));
    }

    private static Config config(Path kubeconfig) {
        return Config.fromKubeconfig(kubeconfig.toFile());
    }

    /** One that was stopped together with its machine has left its file behind. */
    private static boolean answers(Path kubeconfig) {
        URI address = URI.create(config(kubeconfig).getMasterUrl());
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(address.getHost(), address.getPort()), CONNECT_MILLIS_MAX);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    private static @Nullable String variable(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
