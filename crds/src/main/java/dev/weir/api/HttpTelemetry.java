package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.Map;

/** How an {@link HttpCache} shows up in metrics and logs. */
@Description("How this cache shows up in metrics and logs.")
@Rule(
        value = "!has(self.labels) || self.labels.all(k, !(k in '" + Telemetry.RESERVED + "'.split(', ')))",
        message = "labels must not have a name that metrics use themselves: " + Telemetry.RESERVED)
public record HttpTelemetry(
        @Description("Labels that each metric of this resource carries besides its own.") @Size(max = 16)
        Map<@Format(Syntax.LABEL_KEY) String, @Size(max = 128) String> labels,

        @Description("A log line for each request.") @Default("{}")
        AccessLogging accessLog,

        @Description(Telemetry.POD_MONITOR) @Default("true") Boolean podMonitor) {
    public static final HttpTelemetry NONE = new HttpTelemetry(Map.of(), AccessLogging.OFF, true);

    public HttpTelemetry {
        labels = Copies.of(labels);
        accessLog = accessLog == null ? AccessLogging.OFF : accessLog;
        podMonitor = podMonitor == null || podMonitor;
    }
}
