package dev.weir.dataplane.net;

import java.util.Locale;

/** Says in the user's words why a port could not be bound. */
final class BindFailure {
    private BindFailure() {}

    static Claim.Unavailable explain(int port, Throwable failure) {
        String reason = String.valueOf(failure.getMessage()).toLowerCase(Locale.ROOT);
        if (reason.contains("in use")) {
            return new Claim.Unavailable(
                    "port " + port + " is in use by another process", "stop that process, or choose another port");
        }
        if (reason.contains("denied") || reason.contains("not permitted")) {
            return new Claim.Unavailable(
                    "port " + port + " may not be opened by this user", "choose a port of 1024 or above");
        }
        return new Claim.Unavailable(
                "port " + port + " cannot be opened (" + failure.getMessage() + ")", "choose another port or address");
    }
}
