package dev.weir.dataplane.http.server;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/** What clients show of themselves. */
final class ClientCertificate {
    private ClientCertificate() {}

    /** That of a connection whose handshake is over; null where it was not asked for one. */
    static @Nullable X509Certificate of(Channel connection) {
        SslHandler tls = connection.pipeline().get(SslHandler.class);
        if (tls == null || !tls.engine().getNeedClientAuth()) {
            return null;
        }
        try {
            Certificate[] shown = tls.engine().getSession().getPeerCertificates();
            return shown.length > 0 && shown[0] instanceof X509Certificate certificate ? certificate : null;
        } catch (SSLPeerUnverifiedException e) {
            return null;
        }
    }
}
