package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.policy.Exchange;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.Replacement;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.Storability;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.store.Entry;
import dev.weir.dataplane.http.store.NewEntry;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The content of one answer on its way from the origin into a fill, and into the store when all of it is there.
 *
 * @param sent the request that it answers
 * @param filling as what it is stored; null when it is not
 * @param compressing null when it is passed on as it comes
 */
record Intake(
        Exchanges exchanges,
        Route route,
        CacheKey key,
        RequestHead sent,
        Exchange times,
        Fill fill,
        @Nullable Filling filling,
        @Nullable Compressing compressing) {

    /** From now on others may read it too. */
    void begin() {
        if (filling != null) {
            if (filling.metadata().extent().isWhole()) {
                exchanges.flights().begin(key, filling);
            }
            exchanges.flights().markShared(key);
        }
    }

    /** Takes over the buffer. */
    void content(ByteBuf bytes) {
        if (compressing != null) {
            compressing.add(bytes);
        } else {
            fill.add(bytes);
        }
    }

    /** All has come. False when it could not be brought to its end. */
    boolean complete(Fields trailers) {
        if (compressing == null) {
            fill.complete(trailers);
        } else if (!compressing.complete(trailers)) {
            return false;
        }
        if (filling != null) {
            if (fill.isKept()) {
                put(filling.metadata(), filling.fields(), filling.tags());
            }
            exchanges.flights().end(key, filling);
        }
        return true;
    }

    /** No more will come; of what is there a part may be of use. */
    void breakOff() {
        if (compressing != null) {
            compressing.close();
        }
        if (filling != null) {
            exchanges.flights().end(key, filling);
            if (fill.isKept()) {
                var whole = new Storability.Store(filling.metadata(), filling.fields(), filling.tags());
                if (whole.truncatedTo(fill.receivedBytes()) instanceof Storability.Store part) {
                    put(part.metadata(), part.fields(), part.tags());
                }
            }
        }
        fill.breakOff();
        fill.release();
    }

    /** Nobody wants the rest. */
    void abandon() {
        if (compressing != null) {
            compressing.close();
        }
        if (filling != null) {
            exchanges.flights().end(key, filling);
        }
    }

    private void put(Metadata metadata, FieldList fields, List<String> tags) {
        // what a POST brought is newer than the invalidation that it gave rise to itself
        long since = sent.isSafe() ? times.requestMillis() : times.responseMillis() + 1;
        Entry stored = route.bucket().put(key, new NewEntry(metadata, fields, tags, since, fill.content()));
        if (stored != null) {
            Replacement.by(stored, sent, route.bucket().find(key), route.policy())
                    .forEach(old -> route.bucket().remove(key, old));
        }
    }
}
