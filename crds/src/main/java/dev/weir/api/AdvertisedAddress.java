package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** What Kafka clients are told to connect to. */
@Description("What clients are told to connect to, where that is not what pods call themselves.")
public record AdvertisedAddress(
        @Description("The host name or address. '{ordinal}' in it stands for the number of the pod; "
                + "without it, pods differ by their port.")
        @Format(Syntax.ADVERTISED_HOST)
        String host,

        @Description("The port, that of the listener when absent. Where the host is the same for all pods, "
                + "it is that of the first pod, and each further pod has the next one.")
        @Nullable
        @Range(min = 1, max = 65535)
        Integer port) {}
