package dev.weir.dataplane.net.tls;

import dev.weir.dataplane.logging.LogKey;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who secures connections: OpenSSL where its native code can be loaded, else what Java brings. */
public final class TlsLibrary {
    private static final Logger log = LoggerFactory.getLogger(TlsLibrary.class);

    private TlsLibrary() {}

    /**
     * For contexts. Those of OpenSSL are freed when the garbage collector finds that nobody has them any more: whoever
     * replaces one cannot know whether a connection is about to begin with it.
     */
    public static SslProvider provider() {
        return OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK;
    }

    /** Says which it is. */
    public static void tell() {
        if (OpenSsl.isAvailable()) {
            log.atInfo().log("Connections are secured by {}", OpenSsl.versionString());
        } else {
            log.atInfo()
                    .addKeyValue(LogKey.REASON, String.valueOf(OpenSsl.unavailabilityCause()))
                    .log("Connections are secured by Java, as OpenSSL cannot be loaded");
        }
    }
}
