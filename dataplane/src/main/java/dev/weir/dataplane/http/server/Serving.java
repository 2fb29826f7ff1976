package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.ClientExchange;
import java.util.function.Consumer;

/** What all connections of a server have in common. */
record Serving(ServerSettings settings, Consumer<ClientExchange> requests, DateField date, Refusals refusals) {
    Limits limits() {
        return settings.limits();
    }

    Patience patience() {
        return settings.patience();
    }
}
