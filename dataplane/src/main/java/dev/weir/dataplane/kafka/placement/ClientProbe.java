package dev.weir.dataplane.kafka.placement;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * Asks a pod for its API versions, as every Kafka client does first. On a secured listener it is enough that the pod
 * takes part in the handshake: nothing is told, so nobody needs to be trusted, and a client certificate may be wanting.
 */
public final class ClientProbe implements PeerProbe {
    private static final int RESPONSE_BYTES_MAX = 1024 * 1024;

    private final int timeoutMillis;
    private final BooleanSupplier secured;

    public ClientProbe(Duration timeout, BooleanSupplier secured) {
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
        this.secured = secured;
    }

    @Override
    public boolean answers(String host, int port) {
        try (var socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), timeoutMillis);
            socket.setSoTimeout(timeoutMillis);
            return secured.getAsBoolean() ? shakesHands(socket, host, port) : tellsItsVersions(socket);
        } catch (IOException | GeneralSecurityException e) {
            return false;
        }
    }

    private static boolean tellsItsVersions(Socket socket) throws IOException {
        int correlationId = 1;
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeInt(10);
        out.writeShort(ApiKeys.API_VERSIONS.id);
        out.writeShort(0);
        out.writeInt(correlationId);
        out.writeShort(-1); // no client id
        out.flush();
        var in = new DataInputStream(socket.getInputStream());
        int length = in.readInt();
        return length > 4 && length < RESPONSE_BYTES_MAX && in.readInt() == correlationId;
    }

    private static boolean shakesHands(Socket plain, String host, int port)
            throws IOException, GeneralSecurityException {
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new NobodyToTrust()}, null);
        try (var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, host, port, true)) {
            socket.startHandshake();
            return true;
        } catch (SSLException e) {
            return e.getMessage() != null && e.getMessage().contains("certificate"); // it wants one of ours
        }
    }

    private static final class NobodyToTrust implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
