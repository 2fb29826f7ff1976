package dev.weir.api.validation;

import dev.weir.api.Problem;
import dev.weir.api.Telemetry;
import java.util.List;
import java.util.Map;

final class TelemetryRules {
    private TelemetryRules() {}

    static List<Problem> problems(Map<String, String> labels) {
        return labels.keySet().stream()
                .filter(Telemetry.RESERVED_LABELS::contains)
                .map(label -> Problem.at(
                        "spec.telemetry.labels." + label, "metrics use this label themselves", "choose another name"))
                .toList();
    }
}
