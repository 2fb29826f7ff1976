package dev.weir.api.validation;

import dev.weir.api.Problem;
import dev.weir.api.Upstream;
import dev.weir.api.schema.Quoted;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

final class UpstreamRules {
    private UpstreamRules() {}

    static List<Problem> problems(List<Upstream> upstreams) {
        var problems = new ArrayList<Problem>();
        for (int i = 0; i < upstreams.size(); i++) {
            for (String setting : upstreams.get(i).client().keySet()) {
                if (!Upstream.CLIENT_SETTINGS.contains(setting)) {
                    problems.add(Problem.at(
                            "spec.upstreams[" + i + "].client",
                            Quoted.of(setting) + " cannot be set",
                            "set one of: " + String.join(", ", new TreeSet<>(Upstream.CLIENT_SETTINGS))));
                }
            }
        }
        return problems;
    }
}
