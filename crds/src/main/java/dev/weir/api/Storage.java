package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** The volume of each pod. */
@Description("The volume of each pod.")
public record Storage(
        @Description("The size of each volume.") @Default(Storage.DEFAULT_SIZE) @Format(Syntax.QUANTITY)
        String size,

        @Description("The StorageClass of the volumes; the cluster's default class when absent.")
        @Nullable
        @Format(Syntax.DNS_NAME)
        String className,

        @Description("What becomes of the volumes, and of what is cached on them, when this resource is deleted.")
        @Default("Delete")
        WhenDeleted whenDeleted) {
    public static final String DEFAULT_SIZE = "10Gi";
    public static final Storage DEFAULT = new Storage(DEFAULT_SIZE, null, WhenDeleted.DELETE);

    public Storage {
        size = size == null ? DEFAULT_SIZE : size;
        whenDeleted = whenDeleted == null ? WhenDeleted.DELETE : whenDeleted;
    }
}
