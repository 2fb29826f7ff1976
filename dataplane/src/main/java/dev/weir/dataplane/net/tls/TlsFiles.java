package dev.weir.dataplane.net.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a listener is secured with.
 *
 * @param certificates PEM: the listener's certificate, then those that lead to its authority
 * @param key PEM: its private key, not encrypted
 * @param clientAuthorities PEM: who may vouch for clients; null when clients need no certificate
 */
public record TlsFiles(
        Path certificates, Path key, @Nullable Path clientAuthorities) {}
