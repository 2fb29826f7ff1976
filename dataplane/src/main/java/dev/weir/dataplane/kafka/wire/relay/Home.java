package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.Destination;
import dev.weir.dataplane.kafka.upstream.Upstreams;

/** Where requests go that are about no topic. It moves when the binding's exit does. */
record Home(Upstreams upstreams) {
    Route.To any() {
        return at(new Destination.Any());
    }

    Route.To at(Destination destination) {
        return new Route.To(upstreams.home(), destination);
    }
}
