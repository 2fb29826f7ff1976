package dev.weir.api.validation;

import dev.weir.api.Problem;
import dev.weir.api.Retention;
import dev.weir.api.TopicOptions;
import java.util.ArrayList;
import java.util.List;

final class TopicOptionsRules {
    private TopicOptionsRules() {}

    static List<Problem> problems(List<TopicOptions> topics) {
        var problems = new ArrayList<Problem>();
        for (int i = 0; i < topics.size(); i++) {
            Retention retention = topics.get(i).retention();
            if (retention != null && retention.time() == null && retention.bytes() == null) {
                problems.add(Problem.at(
                        "spec.topics[" + i + "].retention",
                        "says neither time nor bytes",
                        "leave it out to keep all that upstream keeps"));
            }
        }
        return problems;
    }
}
