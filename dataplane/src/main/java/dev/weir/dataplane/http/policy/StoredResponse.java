package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.Fields;
import java.util.List;

/** A response in whatever form a store keeps it. */
public interface StoredResponse {
    Metadata metadata();

    /** As {@link Storability.Store} had them; asked for only to be updated, never to answer a request. */
    Fields fields();

    /** As {@link Storability.Store} had them. */
    List<String> tags();
}
