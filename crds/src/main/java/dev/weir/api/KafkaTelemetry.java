package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.Map;

/** How a {@link KafkaCacheBinding} shows up in metrics. */
@Description("How this cache shows up in metrics.")
@Rule(
        value = "!has(self.labels) || self.labels.all(k, !(k in '" + Telemetry.RESERVED + "'.split(', ')))",
        message = "labels must not have a name that metrics use themselves: " + Telemetry.RESERVED)
public record KafkaTelemetry(
        @Description("Labels that each metric of this resource carries besides its own.") @Size(max = 16)
        Map<@Format(Syntax.LABEL_KEY) String, @Size(max = 128) String> labels,

        @Description("Whether partitions have metrics of their own instead of those of their topic. "
                + "Mind how many partitions there are.")
        @Default("false")
        boolean partitionMetrics,

        @Description(Telemetry.POD_MONITOR) @Default("true") Boolean podMonitor) {
    public static final KafkaTelemetry NONE = new KafkaTelemetry(Map.of(), false, true);

    public KafkaTelemetry {
        labels = Copies.of(labels);
        podMonitor = podMonitor == null || podMonitor;
    }
}
