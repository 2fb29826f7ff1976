package dev.weir.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.KeyedBy;
import dev.weir.api.schema.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the operator last saw of {@code KafkaCacheBinding}'s pods. */
@Description("What was last seen of this resource; written by the operator.")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record KafkaCacheBindingStatus(
        @Description("The generation of the resource that this status is about.") @Nullable
        Long observedGeneration,

        @Description("What holds of this resource and what does not, one entry for each type.")
        @Size(max = 16)
        @KeyedBy("type")
        List<Condition> conditions,

        @Description("How many pods there are.") @Default("0")
        int replicas,

        @Description("How many of them are ready.") @Default("0")
        int readyReplicas,

        @Description("The label selector of the pods, for whatever scales them.") @Nullable
        String selector,

        @Description("The checksum of the document that the pods are to run.") @Nullable
        String checksum,

        @Description("Where clients inside the cluster connect.") @Nullable
        KafkaCacheEndpoints endpoints,

        @Description("What the pods hold, as they last told.") @Nullable
        KafkaCacheTotals cache) {

    public KafkaCacheBindingStatus {
        conditions = Copies.of(conditions);
    }
}
