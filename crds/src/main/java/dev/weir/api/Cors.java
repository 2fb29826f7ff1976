package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;

/** Which web pages of other origins may read and write. */
@Description(
        "Which web pages of other origins may read and write: browsers keep others from reading, and their writing "
                + "is refused.")
public record Cors(
        @Description(
                "The origins of the pages, as browsers tell them. '*' lets every page read; to write, a page must be "
                        + "of an origin that is named.")
        @Size(min = 1, max = 64)
        @Distinct
        List<@Format(Syntax.WEB_ORIGIN) String> origins) {
    public Cors {
        origins = Copies.of(origins);
    }
}
