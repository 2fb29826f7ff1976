package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How an origin names what its responses are made of. */
@Description("Tags that responses can be purged by.")
public record CacheTags(
        @Description("The response fields that list tags, separated by spaces or commas. They are not passed on to"
                + " clients. Surrogate-Key and Cache-Tag when absent.")
        @Nullable
        @Size(max = 8)
        @Distinct
        List<@Format(Syntax.FIELD_NAME) String> headers) {
    public static final CacheTags DEFAULT = new CacheTags(null);
    private static final List<String> USUAL = List.of("Surrogate-Key", "Cache-Tag");

    /** Those that count. */
    public List<String> fields() {
        return headers == null ? USUAL : headers;
    }
}
