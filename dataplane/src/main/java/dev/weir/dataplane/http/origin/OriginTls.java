package dev.weir.dataplane.http.origin;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How connections to an origin are secured. The files are watched: new connections are made with what they hold then.
 *
 * @param authorities PEM: who may vouch for servers; null for those that the system trusts
 * @param serverName asked for and expected instead of the host of the URL
 * @param client what is shown to servers that ask for a certificate
 */
public record OriginTls(
        @Nullable Path authorities,
        @Nullable String serverName,
        @Nullable Client client) {
    /** PEM: certificates, and the key, which is not encrypted. */
    public record Client(Path certificates, Path key) {}
}
