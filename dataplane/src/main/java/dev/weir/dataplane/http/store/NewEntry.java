package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.field.FieldList;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * A response to be stored.
 *
 * @param metadata with the extent that has come
 * @param requestMillis when it was asked for: what was purged since is not stored
 * @param content stays the caller's
 */
public record NewEntry(
        Metadata metadata, FieldList fields, List<String> tags, long requestMillis, List<ByteBuf> content) {
    long length() {
        return content.stream().mapToLong(ByteBuf::readableBytes).sum();
    }
}
