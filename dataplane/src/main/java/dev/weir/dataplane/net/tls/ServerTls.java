package dev.weir.dataplane.net.tls;

import dev.weir.dataplane.logging.LogKey;
import io.netty.handler.ssl.SslContext;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificates of a listener. They are watched: what is found in the files later is taken for new connections, and
 * what cannot be used is reported and changes nothing.
 */
public final class ServerTls {
    private static final Logger log = LoggerFactory.getLogger(ServerTls.class);
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    private final TlsFiles files;
    private final List<String> protocols;
    private byte[][] used;
    private byte @Nullable [][] refused;
    private volatile Identity identity;
    private volatile @Nullable String problem;

    private ServerTls(TlsFiles files, List<String> protocols, byte[][] contents) throws IOException {
        this.files = files;
        this.protocols = List.copyOf(protocols);
        this.used = contents;
        this.identity = Identity.of(contents, this.protocols);
    }

    /**
     * Reads the files.
     *
     * @param protocols that clients are offered to choose from (ALPN, RFC 7301), the best first; may be none
     * @throws IOException with what is wrong, when they cannot be read or do not make a certificate and its key
     */
    public static ServerTls open(TlsFiles files, List<String> protocols) throws IOException {
        return new ServerTls(files, protocols, read(files));
    }

    public TlsFiles files() {
        return files;
    }

    public List<String> protocols() {
        return protocols;
    }

    /** For a connection that begins now. */
    public SslContext context() {
        return identity.context();
    }

    /** What a connection that begins now is shown. */
    public X509Certificate certificate() {
        return identity.certificate();
    }

    /** Why what is in the files is not used, or null. */
    public @Nullable String problem() {
        return problem;
    }

    /** Looks whether the files have changed, and takes what they have now if it can be used. May block on the disk. */
    public synchronized void refresh() {
        byte[][] now = new byte[0][];
        try {
            now = read(files);
            if (Arrays.deepEquals(now, used)) {
                refused = null;
                problem = null;
                return;
            }
            identity = Identity.of(now, protocols);
            used = now;
            refused = null;
            problem = null;
            log.atInfo()
                    .addKeyValue(LogKey.FILE, files.certificates())
                    .log("New connections are secured with the certificate that is there now");
        } catch (IOException e) {
            refuse(now, String.valueOf(e.getMessage()));
        }
    }

    /** Told when it is still so at the next look: certificate and key may be written one after the other. */
    private void refuse(byte[][] contents, String reason) {
        boolean settled = Arrays.deepEquals(contents, refused);
        refused = contents;
        if (settled && !reason.equals(problem)) {
            problem = reason;
            log.atWarn()
                    .addKeyValue(LogKey.FILE, files.certificates())
                    .addKeyValue(LogKey.REASON, reason)
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
}
