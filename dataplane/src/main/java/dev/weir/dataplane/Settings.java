package dev.weir.dataplane;

import dev.weir.dataplane.kafka.placement.Peers;
import dev.weir.dataplane.logging.LogFormat;
import dev.weir.dataplane.net.Transport;
import java.net.InetAddress;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What the process was told.
 *
 * @param secrets null when there are none
 * @param bind null for every address of this machine
 * @param peers null when this process holds its caches alone
 */
record Settings(
        Path documents,
        Path data,
        @Nullable Path secrets,
        ManagementAddress management,
        @Nullable InetAddress bind,
        @Nullable Peers peers,
        Transport transport,
        int threads,
        Duration drain,
        LogFormat logFormat,
        String logLevel) {

    /**
     * Where the management port is.
     *
     * @param host null for every address of this machine
     */
    record ManagementAddress(@Nullable InetAddress host, int port) {}
}
