package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.FieldList;
import java.util.List;

/** Whether a response is stored, and as what (RFC 9111 section 3). */
public sealed interface Storability {
    /**
     * It is.
     *
     * @param fields as they are to be stored: without what ends at this hop, what must not be kept, tags, and an Age;
     *     with a Date
     * @param tags to purge it by
     */
    record Store(Metadata metadata, FieldList fields, List<String> tags) implements Storability {
        /**
         * When the content ended before its end, this is what may be kept of it: what came, as a part, if it can be
         * completed later (RFC 9111 section 3.3).
         */
        public Storability truncatedTo(long receivedLength) {
            Extent extent = metadata.extent();
            boolean completable = metadata.status() == 200
                    && extent.isKnown()
                    && receivedLength > 0
                    && receivedLength < extent.length()
                    && metadata.validators().hasStrongEtag();
            if (!completable) {
                return new Refuse(Refusal.INCOMPLETE);
            }
            return new Store(
                    metadata.with(new Extent(extent.first(), receivedLength, extent.completeLength())), fields, tags);
        }
    }

    record Refuse(Refusal reason) implements Storability {}

    /** For a response with content: what a HEAD or a 304 does is told by {@link Freshening}. */
    static Storability of(RequestHead request, ResponseHead response, CachePolicy policy, Exchange exchange) {
        Compression compression = policy.compression();
        Coding coding = compression == null ? null : compression.of(request, response);
        return new StorabilityDecision(request, response, policy, exchange, coding).decide();
    }
}
