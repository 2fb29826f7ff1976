package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which responses a route compresses before it stores them, and how. */
@Description(
        "What is compressed when it is stored. What the origin compressed itself stays as it is, and so does what it"
            + " forbids to be changed (no-transform). The others are compressed once, sent so, and get a weak ETag.")
public record Compression(
        @Description("The content codings, in order of preference: the first that a client accepts is asked for, stored"
                + " and sent. br, zstd, gzip when absent.")
        @Nullable
        @Size(min = 1, max = 3)
        @Distinct
        List<ContentCoding> codings,

        @Description("The media types, in which '*' stands for any characters. Text, JSON, JavaScript, XML and SVG when"
                + " absent. text/event-stream never is.")
        @Nullable
        @Size(min = 1, max = 64)
        @Distinct
        List<@Format(Syntax.MEDIA_TYPE_GLOB) String> types,

        @Description("What is known to be shorter is left as it is.")
        @Default("" + Compression.DEFAULT_MIN_BYTES)
        @Range(min = 0, max = 1_073_741_824)
        Integer minBytes) {
    /** Less fits into one packet anyway. */
    static final int DEFAULT_MIN_BYTES = 1024;

    /** The smallest first: what is compressed once is sent many times. */
    private static final List<ContentCoding> USUAL_CODINGS =
            List.of(ContentCoding.BR, ContentCoding.ZSTD, ContentCoding.GZIP);

    private static final List<String> USUAL_TYPES = List.of(
            "text/*",
            "application/json",
            "application/javascript",
            "application/xml",
            "application/*+json",
            "application/*+xml",
            "image/svg+xml");

    public Compression {
        minBytes = minBytes == null ? DEFAULT_MIN_BYTES : minBytes;
    }

    /** The codings that count. */
    public List<ContentCoding> preferred() {
        return codings == null ? USUAL_CODINGS : codings;
    }

    /** The media types that count. */
    public List<String> compressible() {
        return types == null ? USUAL_TYPES : types;
    }
}
