package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.message.StoredHead;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.StoredResponse;
import dev.weir.dataplane.http.policy.field.FieldList;
import java.util.List;

/**
 * A stored response.
 *
 * @param head as it is sent; its length is that of the payload
 * @param payload the bytes of its extent
 */
public record Entry(Metadata metadata, FieldList fields, List<String> tags, StoredHead head, Payload payload)
        implements StoredResponse {}
