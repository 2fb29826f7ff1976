package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.coding.ContentEncoder;
import dev.weir.dataplane.http.coding.Library;
import dev.weir.dataplane.http.policy.Coding;
import dev.weir.dataplane.http.policy.Exchange;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.Storability;
import io.netty.buffer.ByteBufAllocator;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What becomes of an answer whose content is on its way, as far as there is room for it. */
sealed interface Keeping {
    /** Hardly anything gets smaller than this part of it: what is longer need not be tried. */
    int SHRINKS_MOST = 10;

    /**
     * It is stored.
     *
     * @param encoder what it is compressed by, to be closed; null when it stays as it comes
     */
    record Kept(Storability.Store store, @Nullable ContentEncoder encoder) implements Keeping {}

    /** It is only passed on, for a reason that Cache-Status tells. */
    record Passed(String why) implements Keeping {}

    /**
     * Decides it for a whole answer.
     *
     * @param sent the request that it answers
     */
    static Keeping of(RequestHead sent, ResponseHead head, long length, Exchange times, Route route, Budget budget) {
        Storability storability = Storability.of(sent, head, route.policy(), times);
        if (storability instanceof Storability.Store store && store.metadata().isCoded()) {
            Coding coding = store.metadata().coding();
            ContentEncoder encoder =
                    coding != null && fits(length / SHRINKS_MOST, route, budget) ? encoder(coding, budget) : null;
            if (encoder != null) {
                return new Kept(store, encoder);
            }
            storability = Storability.of(sent, head, route.policy().uncompressed(), times);
        }
        return switch (storability) {
            case Storability.Refuse refuse -> new Passed(refuse.reason().token());
            case Storability.Store store ->
                fits(length, route, budget) ? new Kept(store, null) : new Passed("too-large");
        };
    }

    static boolean fits(long length, Route route, Budget budget) {
        return length <= route.objectBytesMax() && !budget.isExceeded();
    }

    /** Null when there is no memory for one. */
    private static @Nullable ContentEncoder encoder(Coding coding, Budget budget) {
        if (!budget.hasRoom(Library.of(coding).memoryBytes())) {
            return null;
        }
        try {
            return ContentEncoder.open(coding, ByteBufAllocator.DEFAULT);
        } catch (IOException e) {
            return null;
        }
    }
}
