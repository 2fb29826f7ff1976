package dev.weir.operator;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Finds out whether there is the server that a class of tests needs. */
final class ApiServerCondition implements ExecutionCondition {
    private static final Set<ApiServer> TOLD = EnumSet.noneOf(ApiServer.class);

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return findAnnotation(context.getRequiredTestClass(), RequiresApiServer.class)
                .map(required -> evaluate(required.value()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("needs no server"));
    }

    private static ConditionEvaluationResult evaluate(ApiServer server) {
        if (server.kubeconfig().isPresent()) {
            return ConditionEvaluationResult.enabled("there is a server: " + server.word());
        }
        String reason = "no server '" + server.word() + "' runs: start it with ./weir cluster up " + server.word()
                + ", or name one with " + server.variable();
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(reason);
        }
        synchronized (TOLD) {
            if (TOLD.add(server)) {
                System.err.println("Skipping the operator's tests against a real API server: " + reason);
            }
        }
        return ConditionEvaluationResult.disabled(reason);
    }
}
