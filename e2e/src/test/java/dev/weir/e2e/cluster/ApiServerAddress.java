package dev.weir.e2e.cluster;

import io.fabric8.kubernetes.client.Config;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;

/** Where a kubeconfig leads. */
record ApiServerAddress(String host, int port) {
    private static final int CONNECT_MILLIS_MAX = 5000;
    private static final int HTTPS = 443;

    static ApiServerAddress of(Path kubeconfig) {
        URI address = URI.create(Config.fromKubeconfig(kubeconfig.toFile()).getMasterUrl());
        return new ApiServerAddress(address.getHost(), address.getPort() < 0 ? HTTPS : address.getPort());
    }

    /** A server that was stopped together with its machine has left its file behind. */
    boolean isSilent() {
        try {
            seenFrom();
            return false;
        } catch (UncheckedIOException e) {
            return true;
        }
    }

    /** The address that this machine has towards the server, and so towards nodes near it. */
    String seenFrom() {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), CONNECT_MILLIS_MAX);
            return socket.getLocalAddress().getHostAddress();
        } catch (IOException e) {
            throw new UncheckedIOException("no API server at " + host + ":" + port, e);
        }
    }
}
