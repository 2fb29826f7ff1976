package dev.weir.dataplane.kafka.wire.tls;

import dev.weir.dataplane.logging.LogKey;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a listener. They are watched: what is found in the files later is taken for new connections, and
 * what cannot be used is reported and changes nothing. OpenSSL where there is one, else what Java brings.
 */
public final class ServerTls {
    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    private final TlsFiles files;
    private byte[][] contents;
    private volatile SslContext context;

    private ServerTls(TlsFiles files, byte[][] contents, SslContext context) {
        this.files = files;
        this.contents = contents;
        this.context = context;
    }

    /**
     * Reads the files.
     *
     * @throws IOException with what is wrong, when they cannot be read or do not make a certificate and its key
     */
    public static ServerTls open(TlsFiles files) throws IOException {
        byte[][] contents = read(files);
        return new ServerTls(files, contents, context(contents));
    }

    public TlsFiles files() {
        return files;
    }

    /** For a connection that begins now. */
    public SslContext context() {
        return context;
    }

    /** Looks whether the files have changed, and takes what they have now if it can be used. May block on the disk. */
    public synchronized void refresh() {
        try {
            byte[][] now = read(files);
            if (Arrays.deepEquals(now, contents)) {
                return;
            }
            contents = now;
            context = context(now);
            log.atInfo()
                    .addKeyValue(LogKey.FILE, files.certificates())
                    .log("New connections are secured with the certificate that is there now");
        } catch (IOException e) {
            log.atWarn()
                    .addKeyValue(LogKey.FILE, files.certificates())
                    .addKeyValue(LogKey.REASON, e.getMessage())
                    .log("The certificate has changed and cannot be used; connections are secured with the one before");
        }
    }

    private static byte[][] read(TlsFiles files) throws IOException {
        List<Path> paths = Stream.of(files.certificates(), files.key(), files.clientAuthorities())
                .filter(Objects::nonNull)
                .toList();
        byte[][] contents = new byte[paths.size()][];
        for (int i = 0; i < contents.length; i++) {
            if (Files.size(paths.get(i)) > FILE_BYTES_MAX) {
                throw new IOException(paths.get(i) + " is larger than any certificate");
            }
            contents[i] = Files.readAllBytes(paths.get(i));
        }
        return contents;
    }

    private static SslContext context(byte[][] contents) throws IOException {
        byte @Nullable [] authorities = contents.length > 2 ? contents[2] : null;
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(
                            new ByteArrayInputStream(contents[0]), new ByteArrayInputStream(contents[1]))
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2");
            if (authorities != null) {
                builder.trustManager(new ByteArrayInputStream(authorities)).clientAuth(ClientAuth.REQUIRE);
            }
            return builder.build();
        } catch (IllegalArgumentException e) { // so Netty says that a file is not what it should be
            throw new IOException("no certificate with its key (PEM, PKCS#8) and authorities: " + e.getMessage(), e);
        }
    }
}
