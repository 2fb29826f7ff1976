package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** What the clients of a {@link KafkaCacheBinding} may ask of each pod. */
@Description("What clients may ask of each pod. At a limit they get a clear error.")
public record KafkaLimits(
        @Description("How much of what web clients write may be on its way to Kafka, on the volume of the pod and "
                + "beside what is cached. Beyond it they are told to come again (429).")
        @Default(KafkaLimits.DEFAULT_STAGED_BYTES)
        @Format(Syntax.QUANTITY)
        String stagedBytes) {
    static final String DEFAULT_STAGED_BYTES = "1Gi";
    static final KafkaLimits DEFAULT = new KafkaLimits(DEFAULT_STAGED_BYTES);

    public KafkaLimits {
        stagedBytes = stagedBytes == null ? DEFAULT_STAGED_BYTES : stagedBytes;
    }
}
