package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.Map;
import java.util.Set;

/** How a resource shows up in metrics. */
@Description("How this resource shows up in metrics.")
@Rule(
        value = "!has(self.labels) || self.labels.all(k, !(k in '" + Telemetry.RESERVED + "'.split(', ')))",
        message = "labels must not have a name that metrics use themselves: " + Telemetry.RESERVED)
public record Telemetry(
        @Description("Labels that each metric of this resource carries besides its own.") @Size(max = 16)
        Map<@Format(Syntax.LABEL_KEY) String, @Size(max = 128) String> labels,

        @Description(Telemetry.POD_MONITOR) @Default("true") Boolean podMonitor) {
    static final String POD_MONITOR =
            "Whether the Prometheus operator, where it is installed, is told to scrape the pods by a PodMonitor.";
    static final String RESERVED =
            "api, binding, bucket, cache, error, from, host, instance, job, kind, le, listener, loop, method, name,"
                    + " namespace, origin, outcome, partition, path, pod, protocol, quantile, reason, result, route,"
                    + " status, topic, transport, upstream, version";

    /** Names of labels that our own metrics, or those who scrape them, give a meaning. */
    public static final Set<String> RESERVED_LABELS = Set.of(RESERVED.split(", ", -1));

    public static final Telemetry NONE = new Telemetry(Map.of(), true);

    public Telemetry {
        labels = Copies.of(labels);
        podMonitor = podMonitor == null || podMonitor;
    }
}
