package dev.weir.operator;

import dev.weir.operator.logging.LogFormat;
import java.time.Duration;
import java.util.Set;

/**
 * What the process was told.
 *
 * @param namespaces empty for all
 */
record Settings(
        String dataplaneImage,
        Set<String> namespaces,
        String operatorNamespace,
        String identity,
        boolean leaderElection,
        Duration lease,
        Duration poll,
        int podManagementPort,
        int port,
        int threads,
        LogFormat logFormat,
        String logLevel) {
    Settings {
        namespaces = Set.copyOf(namespaces);
    }
}
