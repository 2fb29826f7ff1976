package dev.weir.dataplane.http.server;

import java.time.InstantSource;

/**
 * How clients are served.
 *
 * @param clock what Date is taken from
 */
public record ServerSettings(Limits limits, Patience patience, InstantSource clock) {
    public static final ServerSettings DEFAULT =
            new ServerSettings(Limits.DEFAULT, Patience.DEFAULT, InstantSource.system());
}
