package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.origin.OriginFailure;
import dev.weir.dataplane.http.policy.CacheStatus;
import dev.weir.dataplane.http.policy.Forward;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.store.Entry;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Who waits for what a {@link Fetch} brings; exactly one of all but the first is told, on the loop of the fetch. */
interface Audience {
    /** Nobody: the request is the cache's own. */
    Audience NONE = new Audience() {
        @Override
        public boolean listens() {
            return false;
        }
    };

    /** Whether it is of use to anybody what is not stored. */
    default boolean listens() {
        return true;
    }

    default void informational(ResponseHead head) {}

    /**
     * The answer comes from the origin.
     *
     * @param filling what is being stored of it; null if nothing is
     */
    default void coming(ResponseHead head, Fill fill, long length, @Nullable Filling filling, CacheStatus status) {}

    /**
     * What is stored is right: with these fields, this once. The entry is retained, and released by whoever is told.
     */
    default void validated(Entry entry, Metadata metadata, FieldList fields, CacheStatus status) {
        entry.payload().release();
    }

    /** The origin failed, and what is stored may be used instead; retained and released likewise. */
    default void instead(Entry stale, Forward reason, int originStatus) {
        stale.payload().release();
    }

    /**
     * There is no answer, and nothing that may stand in for it.
     *
     * @param neverStale whether it is forbidden to use what is stored
     */
    default void failed(OriginFailure failure, Forward reason, boolean neverStale) {}

    default void switched(ResponseHead head, Channel connection) {
        connection.close();
    }
}
