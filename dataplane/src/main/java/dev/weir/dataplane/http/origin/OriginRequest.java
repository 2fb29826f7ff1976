package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.field.FieldList;
import org.jspecify.annotations.Nullable;

/**
 * A request to an origin.
 *
 * @param target path and query
 * @param authority what Host or :authority says; null for that of the server which is asked
 * @param fields without Host, framing, and what is hop-by-hop but for TE where trailers are taken
 * @param content of length 0 when there is none
 * @param upgrade the protocol to switch to, as the client asked for it ({@code websocket}); null for none
 * @param idempotent whether it may be sent again to another server when it is not known what became of it
 */
public record OriginRequest(
        String method,
        String target,
        @Nullable String authority,
        FieldList fields,
        Upload content,
        @Nullable String upgrade,
        boolean idempotent) {}
