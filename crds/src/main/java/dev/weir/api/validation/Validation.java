package dev.weir.api.validation;

import dev.weir.api.HttpCacheSpec;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.Problem;
import java.util.List;

/** Everything that is wrong with a document whose fields, each by itself, are right. */
public final class Validation {
    private Validation() {}

    public static List<Problem> of(KafkaCacheBindingSpec spec) {
        return KafkaCacheBindingRules.problems(spec);
    }

    public static List<Problem> of(HttpCacheSpec spec) {
        return HttpCacheRules.problems(spec);
    }
}
