package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;

/** The servers that a route's responses come from. */
@Description("The servers that the responses come from.")
public record Origin(
        @Description("Servers that all give the same answers. " + "The path of the request is passed on as it is.")
        @Size(min = 1, max = 16)
        @Distinct
        List<@Format(Syntax.ORIGIN_URL) String> urls) {

    public Origin {
        urls = Copies.of(urls);
    }
}
