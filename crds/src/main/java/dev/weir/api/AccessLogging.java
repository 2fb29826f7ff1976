package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;

/** Whether requests are logged. */
@Description("A log line for each request, in the format of the process's other lines.")
public record AccessLogging(
        @Description("Whether there is one.") @Default("false")
        boolean enabled) {
    public static final AccessLogging OFF = new AccessLogging(false);
}
