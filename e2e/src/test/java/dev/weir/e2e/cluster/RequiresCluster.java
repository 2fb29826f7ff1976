package dev.weir.e2e.cluster;

import dev.weir.e2e.host.RequiresProgram;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Tests on a Kubernetes that runs pods, of the images that {@code WEIR_TEST_IMAGES} names the folder of. Where there is
 * no such cluster they are skipped, with one line that says why; in continuous integration, which sets CI to true, they
 * fail. When one fails, what the cluster tells is kept in a folder.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("images")
@RequiresProgram("kubectl")
@ExtendWith({ClusterCondition.class, Evidence.class})
@interface RequiresCluster {}
