package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.net.tls.PrivateKeyPem;
import dev.weir.dataplane.net.tls.TlsLibrary;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Secures connections to servers, whose certificates are verified and must be of the name that was asked for. The files
 * are looked at again from time to time: what they hold then is taken for new connections, and what cannot be used is
 * reported and changes nothing. Any thread.
 */
final class ClientTls {
    private static final Logger log = LoggerFactory.getLogger(ClientTls.class);
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    private final OriginTls tls;
    private byte[][] seen;
    private volatile Contexts contexts;
    private volatile @Nullable String problem;

    /** @param negotiating for those connections on which HTTP/2 may be chosen */
    private record Contexts(SslContext http1, SslContext negotiating) {}

    private ClientTls(OriginTls tls, byte[][] contents) throws IOException {
        this.tls = tls;
        this.seen = contents;
        this.contexts = contexts(contents);
    }

    /** @throws IOException with what is wrong, when the files cannot be read or used */
    static ClientTls open(OriginTls tls) throws IOException {
        return new ClientTls(tls, read(tls));
    }

    SslHandler handler(ByteBufAllocator allocator, Server server, boolean http2, Duration limit) {
        Contexts now = contexts;
        String name = tls.serverName() == null ? server.host() : tls.serverName();
        SslHandler handler = (http2 ? now.negotiating() : now.http1()).newHandler(allocator, name, server.port());
        handler.setHandshakeTimeoutMillis(limit.toMillis());
        return handler;
    }

    /** Looks whether the files have changed, and takes what they have now if it can be used. Blocks on the disk. */
    synchronized void refresh() {
        try {
            byte[][] now = read(tls);
            if (!Arrays.deepEquals(now, seen)) {
                seen = now;
                contexts = contexts(now);
                problem = null;
            }
        } catch (IOException e) {
            boolean told = problem != null;
            problem = e.getMessage();
            if (told) {
                return;
            }
            log.atWarn()
                    .addKeyValue(LogKey.REASON, e.getMessage())
                    .log("Certificates for an origin have changed and cannot be used; the ones before are");
        }
    }

    /** Why what is in the files is not used, or null. */
    @Nullable
    String problem() {
        return problem;
    }

    private Contexts contexts(byte[][] contents) throws IOException {
        return new Contexts(context(contents, false), context(contents, true));
    }

    private SslContext context(byte[][] contents, boolean http2) throws IOException {
        int next = 0;
        SslContextBuilder builder = SslContextBuilder.forClient()
                .sslProvider(TlsLibrary.provider())
                .protocols("TLSv1.3", "TLSv1.2")
                .endpointIdentificationAlgorithm("HTTPS");
        try {
            if (tls.authorities() != null) {
                builder.trustManager(new ByteArrayInputStream(contents[next++]));
            }
            if (tls.client() != null) {
                builder.keyManager(new ByteArrayInputStream(contents[next++]), key(contents[next]));
            }
            if (http2) {
                builder.applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        ApplicationProtocolNames.HTTP_2,
                        ApplicationProtocolNames.HTTP_1_1));
            }
            return builder.build();
        } catch (IllegalArgumentException e) { // so Netty says that something is not what it should be
            throw new IOException("the certificates or the key for an origin cannot be used: " + e.getMessage(), e);
        }
    }

    private static ByteArrayInputStream key(byte[] pem) {
        String pkcs8 = PrivateKeyPem.asPkcs8(new String(pem, StandardCharsets.US_ASCII));
        return new ByteArrayInputStream(pkcs8.getBytes(StandardCharsets.US_ASCII));
    }

    private static byte[][] read(OriginTls tls) throws IOException {
        OriginTls.@Nullable Client client = tls.client();
        List<Path> files = Stream.of(
                        tls.authorities(),
                        client == null ? null : client.certificates(),
                        client == null ? null : client.key())
                .filter(Objects::nonNull)
                .toList();
        byte[][] contents = new byte[files.size()][];
        for (int i = 0; i < contents.length; i++) {
            if (Files.size(files.get(i)) > FILE_BYTES_MAX) {
                throw new IOException(files.get(i) + " is larger than any certificate");
            }
            contents[i] = Files.readAllBytes(files.get(i));
        }
        return contents;
    }
}
