package dev.weir.e2e.host;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** Looks for the program of {@link RequiresProgram} on the PATH. */
final class ProgramCondition implements ExecutionCondition {
    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return AnnotationSupport.findAnnotation(context.getElement(), RequiresProgram.class)
                .flatMap(required -> Arrays.stream(required.value())
                        .filter(program -> !isHere(program))
                        .findFirst())
                .map(program -> missing(program, context.getDisplayName()))
                .orElseGet(() -> ConditionEvaluationResult.enabled("what it requires is here"));
    }

    private static boolean isHere(String program) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, program)));
    }

    private static ConditionEvaluationResult missing(String program, String test) {
        String missing = test + " needs " + program + ", which is not on the PATH: install the package " + program;
        if ("true".equals(System.getenv("CI"))) {
            throw new ExtensionConfigurationException(missing);
        }
        System.out.println("Skipped: " + missing);
        return ConditionEvaluationResult.disabled(missing);
    }
}
