package dev.weir.api.schema;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The syntax that a text follows. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE_USE)
public @interface Format {
    Syntax value();

    /** Whether a whole number may stand in its place, as Kubernetes takes quantities. */
    boolean orWhole() default false;
}
