package dev.weir.dataplane.kafka.wire.relay;

import dev.weir.dataplane.kafka.upstream.Destination;
import org.apache.kafka.common.protocol.Errors;

/** Where a part of a request goes. Parts that go to the same place go there together. */
sealed interface Route {
    record To(String upstream, Destination destination) implements Route {}

    /** It is answered here. */
    record Here() implements Route {}

    /** It is refused here. */
    record Refused(Errors error, String message) implements Route {}
}
