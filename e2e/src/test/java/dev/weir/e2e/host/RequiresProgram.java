package dev.weir.e2e.host;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that runs programs which not every machine has. Where one is missing the test is skipped with a line that says
 * so; in continuous integration, which sets CI to true, it fails.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ProgramCondition.class)
public @interface RequiresProgram {
    /** Their names, as typed in a shell; Debian's packages are assumed to have the same. */
    String[] value();
}
