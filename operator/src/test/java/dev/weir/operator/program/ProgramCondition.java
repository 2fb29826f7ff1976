package dev.weir.operator.program;

import static org.junit.platform.commons.support.AnnotationSupport.findAnnotation;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Looks for the program of {@link RequiresProgram} on the PATH, once for a class of tests. */
final class ProgramCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return findAnnotation(context.getElement(), RequiresProgram.class)
                .map(required -> evaluate(required, context.getDisplayName()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("requires no program"));
    }

    private static ConditionEvaluationResult evaluate(RequiresProgram required, String test) {
        String program = required.value();
        if (Arrays.stream(Objects.requireNonNull(System.getenv("PATH")).split(":", -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)))) {
            return ConditionEvaluationResult.enabled(program + " is here");
        }
        String missing = test + " needs " + program + ", which is not on the PATH: install " + required.from();
        if ("true".equals(System.getenv("CI"))) {
            throw new ExtensionConfigurationException(missing);
        }
        System.out.println("Skipped: " + missing);
        return ConditionEvaluationResult.disabled(missing);
    }
}
