package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.ListValue;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the cache itself codes a content as, for those who accept it (RFC 9110 section 8.4.1). */
public enum Coding {
    BR,
    ZSTD,
    GZIP,
    /** For those who accept none of the others, which there are of the same response. */
    IDENTITY;

    /**
     * They tell of the bytes that the origin sent (RFC 9530 sections 2 and 3, RFC 1864), or promise ranges of them; the
     * length is that of the coded content.
     */
    private static final Set<String> OF_THE_UNCODED =
            Set.of(FieldName.CONTENT_LENGTH, "accept-ranges", "content-digest", "content-md5", "digest", "repr-digest");

    public String token() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether the content is another than the origin sent. */
    public boolean changes() {
        return this != IDENTITY;
    }

    /**
     * The fields of the origin as they are with the content coded: with Content-Encoding and Vary, and with a weak
     * entity tag. A strong one would have to be another for each coding (RFC 9110 section 8.8.3.3), and for each time
     * that it is coded, as the bytes depend on how they came; a weak one still is the origin's to If-None-Match.
     */
    public FieldList applied(Fields fields) {
        FieldList varying = varying(fields);
        if (!changes()) {
            return varying;
        }
        EntityTag etag = EntityTag.of(fields);
        FieldList coded =
                FieldList.filtered(varying, name -> !OF_THE_UNCODED.contains(name) && !name.equals(FieldName.ETAG));
        coded = etag == null ? coded : coded.plus("ETag", etag.weakened().text());
        return coded.has(FieldName.CONTENT_ENCODING) ? coded : coded.plus("Content-Encoding", token());
    }

    /** What came after the content, as far as it is true of the coded one too. */
    public FieldList trailers(Fields trailers) {
        return FieldList.filtered(trailers, name -> !changes() || !OF_THE_UNCODED.contains(name));
    }

    /** With the entity tag that the origin gave (RFC 9111 section 4.3.1). */
    static FieldList original(Fields stored, @Nullable EntityTag given) {
        FieldList others = FieldList.filtered(stored, name -> !name.equals(FieldName.ETAG));
        return given == null ? others : others.plus("ETag", given.text());
    }

    private static FieldList varying(Fields fields) {
        FieldList all = FieldList.filtered(fields, name -> true);
        List<String> names = ListValue.members(fields.all(FieldName.VARY));
        boolean says = names.stream().anyMatch(name -> name.equals("*") || isAcceptEncoding(name));
        return says ? all : all.plus("Vary", "Accept-Encoding");
    }

    private static boolean isAcceptEncoding(String name) {
        return name.equalsIgnoreCase(FieldName.ACCEPT_ENCODING);
    }
}
