package dev.weir.dataplane.http.origin;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import javax.net.ssl.SSLException;

/** What went wrong, in words. */
final class Failures {
    private Failures() {}

    static String text(Throwable failure) {
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(root.getMessage());
        if (message.contains("Connection refused")) {
            return "refused the connection";
        }
        if (message.contains("Connection reset") || message.contains("ECONNRESET")) {
            return "reset the connection";
        }
        if (message.contains("Broken pipe")) {
            return "closed the connection";
        }
        if (root instanceof NoRouteToHostException || root instanceof ConnectException) {
            return "cannot be connected to: " + message;
        }
        if (failure instanceof SSLException || root instanceof SSLException) {
            return "cannot be spoken to securely: " + message;
        }
        return root.getMessage() == null ? root.getClass().getSimpleName() : message;
    }
}
