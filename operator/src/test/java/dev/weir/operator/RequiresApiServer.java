package dev.weir.operator;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests against a real server. Where there is none they are skipped, with one line that says so; in continuous
 * integration, which sets CI to true, they fail.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ApiServerCondition.class)
@interface RequiresApiServer {
    ApiServer value();
}
