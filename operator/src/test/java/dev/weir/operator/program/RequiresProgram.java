package dev.weir.operator.program;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs a program which not every machine has. Where it is missing the test is skipped with a line that says
 * so; in continuous integration, which sets CI to true, it fails.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProgramCondition.class)
public @interface RequiresProgram {
    /** Its name, as typed in a shell. */
    String value();

    /** How it is had, in words. */
    String from();
}
