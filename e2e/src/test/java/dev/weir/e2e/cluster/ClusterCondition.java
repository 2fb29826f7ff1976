package dev.weir.e2e.cluster;

import dev.weir.e2e.cluster.ClusterChoice.Found;
import dev.weir.e2e.cluster.ClusterChoice.None;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds out whether there is a cluster. */
final class ClusterCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return switch (ClusterChoice.made()) {
            case Found found ->
                ConditionEvaluationResult.enabled("there is " + found.cluster().description());
            case None none -> {
                if ("true".equals(System.getenv("CI"))) {
                    throw new ExtensionConfigurationException(none.reason());
                }
                yield ConditionEvaluationResult.disabled(none.reason());
            }
        };
    }
}
