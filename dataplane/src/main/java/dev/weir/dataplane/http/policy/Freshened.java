package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.FieldList;

/**
 * A stored response with new fields (RFC 9111 section 3.2).
 *
 * @param storability what the store is to hold instead of the old one; as to a refusal see {@link #leavesStored}
 * @param answer what the request that brought the new fields is answered with: the updated response, and fields that
 *     are only for this once
 */
public record Freshened<S extends StoredResponse>(
        S stored, Storability storability, Metadata metadata, FieldList answer) {
    /**
     * Whether the old one stays as it is: the new fields were for one request only. Any other refusal is about the
     * response and takes it out of the store.
     */
    public boolean leavesStored() {
        return storability instanceof Storability.Refuse refuse
                && refuse.reason().concernsRequest();
    }
}
