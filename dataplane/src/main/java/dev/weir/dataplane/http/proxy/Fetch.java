package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.coding.ContentEncoder;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.origin.OriginAnswer;
import dev.weir.dataplane.http.origin.OriginCall;
import dev.weir.dataplane.http.origin.OriginFailure;
import dev.weir.dataplane.http.origin.OriginRequest;
import dev.weir.dataplane.http.policy.CacheStatus;
import dev.weir.dataplane.http.policy.Coding;
import dev.weir.dataplane.http.policy.Combination;
import dev.weir.dataplane.http.policy.Exchange;
import dev.weir.dataplane.http.policy.Forward;
import dev.weir.dataplane.http.policy.Freshened;
import dev.weir.dataplane.http.policy.Freshening;
import dev.weir.dataplane.http.policy.HeadEffect;
import dev.weir.dataplane.http.policy.Invalidation;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.Reuse;
import dev.weir.dataplane.http.policy.Storability;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.TargetUri;
import dev.weir.dataplane.http.store.Entry;
import dev.weir.dataplane.http.store.NewEntry;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request to the origin, and what it does to what is stored. On one event loop. */
final class Fetch implements OriginAnswer {
    private final Exchanges exchanges;
    private final Route route;
    private final EventLoop loop;
    private final CacheKey key;
    private final Errand errand;
    private final Audience audience;
    private RequestHead sent;
    private @Nullable Entry validated;
    private @Nullable OriginCall call;
    private @Nullable Intake intake;
    private @Nullable Gathering gathering;
    private Exchange times = new Exchange(0, 0);
    private boolean headCame;

    private Fetch(Exchanges exchanges, Route route, EventLoop loop, CacheKey key, Errand errand, Audience audience) {
        this.exchanges = exchanges;
        this.route = route;
        this.loop = loop;
        this.key = key;
        this.errand = errand;
        this.audience = audience;
        this.sent = errand.request();
        this.validated = errand.validated();
    }

    static void send(Exchanges exchanges, Route route, EventLoop loop, CacheKey key, Errand errand, Audience audience) {
        new Fetch(exchanges, route, loop, key, errand, audience).send(errand.fields());
    }

    private void send(FieldList fields) {
        RequestHead request = errand.request();
        sent = new RequestHead(request.method(), request.uri(), fields);
        String method = request.method();
        boolean idempotent = request.isIdempotent();
        String authority = route.rewriting().keepsHost() ? request.uri().authority() : null;
        call = route.origin()
                .send(
                        new OriginRequest(
                                method,
                                route.rewriting().target(request.uri()),
                                authority,
                                fields,
                                errand.content(),
                                errand.upgrade(),
                                idempotent),
                        this,
                        loop);
        Intake waiting = intake;
        if (waiting != null) {
            waiting.fill().from(call);
        }
    }

    @Override
    public void informational(ResponseHead head) {
        audience.informational(head);
    }

    @Override
    public void head(ResponseHead head, long requestMillis, long length) {
        headCame = true;
        times = new Exchange(requestMillis, exchanges.clock().millis());
        invalidate(head);
        Reuse.Revalidate<Entry> revalidation = errand.revalidation();
        if (revalidation != null && revalidation.isUsableInsteadOf(head.status(), times.responseMillis())) {
            cancel();
            fail(head.status(), null);
        } else if (head.status() == 304) {
            notModified(head);
        } else if (head.status() == 206) {
            part(head, length);
        } else {
            headEffects(head);
            arrive(head, length);
        }
    }

    private void invalidate(ResponseHead head) {
        for (TargetUri uri : Invalidation.by(errand.request(), head)) {
            exchanges.invalidate(uri);
        }
    }

    private void headEffects(ResponseHead head) {
        RequestHead request = errand.request();
        List<Entry> stored = route.bucket().find(key);
        for (HeadEffect<Entry> effect : Freshening.onHead(request, stored, head, route.policy(), times)) {
            switch (effect) {
                case HeadEffect.Updated<Entry> updated -> keep(updated.freshened());
                case HeadEffect.Outdated<Entry> outdated -> {
                    Entry old = outdated.stored();
                    route.bucket().replace(key, old, outdated.stale(), old.fields(), old.tags());
                }
            }
        }
    }

    private void notModified(ResponseHead head) {
        List<Entry> stored = route.bucket().find(key);
        List<Freshened<Entry>> freshened =
                Freshening.on304(errand.request(), stored, validated, head, route.policy(), times);
        freshened.forEach(this::keep);
        if (freshened.isEmpty() && validated == null) {
            arrive(head, 0);
            return;
        }
        if (freshened.isEmpty() || !freshened.getFirst().stored().payload().tryRetain()) {
            // of no use for what is stored: once more, as if nothing were
            cancel();
            letGo();
            headCame = false;
            send(errand.unconditional());
            return;
        }
        Freshened<Entry> first = freshened.getFirst();
        errand.landed().run();
        letGo();
        CacheStatus status = CacheStatus.forwarded(errand.reason()).withForwardStatus(304);
        audience.validated(
                first.stored(),
                first.metadata(),
                first.answer(),
                status.stored(first.metadata().lifetime().ttlSeconds(times.responseMillis())));
    }

    private void keep(Freshened<Entry> freshened) {
        if (freshened.leavesStored()) {
            return;
        }
        switch (freshened.storability()) {
            case Storability.Store store ->
                route.bucket().replace(key, freshened.stored(), store.metadata(), store.fields(), store.tags());
            case Storability.Refuse ignored -> route.bucket().remove(key, freshened.stored());
        }
    }

    private void part(ResponseHead head, long length) {
        for (Entry stored : route.bucket().find(key)) {
            Freshened<Entry> combined = Combination.of(sent, stored, head, route.policy(), times);
            if (combined != null && stored.payload().tryRetain()) {
                gather(head, length, new Gathering(combined, head));
                return;
            }
        }
        if (errand.missing()) {
            cancel();
            headCame = false;
            send(errand.unconditional());
            return;
        }
        arrive(head, length);
    }

    /** The answer is on its way: it is stored, compressed perhaps, or only passed on. */
    private void arrive(ResponseHead head, long length) {
        switch (Keeping.of(sent, head, length, times, route, exchanges.budget())) {
            case Keeping.Kept kept -> keep(head, length, kept);
            case Keeping.Passed passed -> passOn(head, length, passed.why());
        }
    }

    private void keep(ResponseHead head, long length, Keeping.Kept kept) {
        Storability.Store store = kept.store();
        ContentEncoder encoder = kept.encoder();
        Fill fill = fill(true);
        var filling = new Filling(store.metadata(), store.fields(), store.tags(), fill);
        Compressing compressing = encoder == null
                ? null
                : new Compressing(encoder, fill, loop, exchanges.budget(), route.meters(), this::uncompressible);
        var coming = new Intake(exchanges, route, key, sent, times, fill, filling, compressing);
        intake = coming;
        coming.begin();
        errand.landed().run();
        letGo();
        Coding coding = store.metadata().coding();
        ResponseHead shown = coding == null ? head : new ResponseHead(head.status(), coding.applied(head.fields()));
        CacheStatus status = CacheStatus.forwarded(errand.reason())
                .stored(store.metadata().lifetime().ttlSeconds(times.responseMillis()));
        audience.coming(shown, fill, encoder == null ? length : Upload.UNKNOWN, filling, status);
    }

    private void passOn(ResponseHead head, long length, String why) {
        exchanges.flights().markUnshared(key);
        errand.landed().run();
        letGo();
        if (!audience.listens()) {
            cancel();
            return;
        }
        Fill fill = fill(false);
        intake = new Intake(exchanges, route, key, sent, times, fill, null, null);
        audience.coming(
                head, fill, length, null, CacheStatus.forwarded(errand.reason()).withDetail(why));
    }

    private void gather(ResponseHead head, long length, Gathering toBeJoined) {
        CacheStatus status = CacheStatus.forwarded(errand.reason());
        Storability storability = toBeJoined.combined().storability();
        Fill fill = fill(storability instanceof Storability.Store && Keeping.fits(length, route, exchanges.budget()));
        intake = new Intake(exchanges, route, key, sent, times, fill, null, null);
        gathering = toBeJoined;
        if (storability instanceof Storability.Refuse refuse) {
            status = status.withDetail(refuse.reason().token());
            exchanges.flights().markUnshared(key);
        }
        errand.landed().run();
        if (!errand.missing()) {
            letGo();
            audience.coming(head, fill, length, null, status);
        }
    }

    private Fill fill(boolean kept) {
        var fill = new Fill(loop, exchanges.budget(), kept, route.objectBytesMax(), this::abandon);
        OriginCall origin = call;
        if (origin != null) {
            fill.from(origin);
        }
        return fill;
    }

    private void uncompressible(IOException e) {
        cancel();
        failed(new OriginFailure(OriginFailure.Kind.INVALID, "the content could not be compressed: " + e.getMessage()));
    }

    @Override
    public void content(ByteBuf bytes) {
        Intake coming = intake;
        if (coming == null) {
            bytes.release();
        } else {
            coming.content(bytes);
        }
    }

    @Override
    public void end(Fields trailers) {
        Intake coming = intake;
        if (coming == null || !coming.complete(trailers)) {
            return;
        }
        Gathering joined = gathering;
        if (joined != null) {
            join(joined, coming.fill());
        }
        coming.fill().release();
    }

    private void join(Gathering joined, Fill coming) {
        Freshened<Entry> combined = joined.combined();
        Entry old = combined.stored();
        Entry together = null;
        if (coming.isKept() && combined.storability() instanceof Storability.Store store) {
            List<ByteBuf> content = joined.join(coming.content());
            together = route.bucket()
                    .put(
                            key,
                            new NewEntry(
                                    store.metadata(), store.fields(), store.tags(), times.requestMillis(), content));
            content.forEach(ByteBuf::release);
        }
        old.payload().release();
        if (!errand.missing()) {
            return;
        }
        letGo();
        if (together != null && together.payload().tryRetain()) {
            CacheStatus status = CacheStatus.forwarded(Forward.PARTIAL).withForwardStatus(206);
            audience.validated(together, together.metadata(), combined.answer(), status);
        } else {
            audience.failed(
                    new OriginFailure(OriginFailure.Kind.INVALID, "what the origin sent could not be joined"),
                    errand.reason(),
                    false);
        }
    }

    @Override
    public void failed(OriginFailure failure) {
        if (!headCame) {
            fail(0, failure);
            return;
        }
        Intake coming = intake;
        if (coming == null) {
            return;
        }
        coming.breakOff();
        Gathering joined = gathering;
        if (joined != null) {
            joined.combined().stored().payload().release();
            if (errand.missing()) {
                letGo();
                audience.failed(failure, errand.reason(), false);
            }
        }
    }

    /** No answer, or one that what is stored is better than. */
    private void fail(int status, @Nullable OriginFailure failure) {
        errand.landed().run();
        Reuse.Revalidate<Entry> revalidation = errand.revalidation();
        long now = exchanges.clock().millis();
        if (revalidation == null) {
            letGo();
            audience.failed(reason(failure), errand.reason(), false);
        } else if (failure == null || revalidation.isUsableWhenDisconnected(now)) {
            Entry stale = revalidation.stored();
            if (stale.payload().tryRetain()) {
                letGo();
                audience.instead(stale, errand.reason(), status);
            } else {
                letGo();
                audience.failed(reason(failure), errand.reason(), false);
            }
        } else {
            boolean neverStale = revalidation.stored().metadata().rules().neverStale();
            letGo();
            audience.failed(reason(failure), errand.reason(), neverStale);
        }
    }

    private static OriginFailure reason(@Nullable OriginFailure failure) {
        return failure == null
                ? new OriginFailure(OriginFailure.Kind.UNREACHABLE, "the origin answers with an error")
                : failure;
    }

    @Override
    public void switched(ResponseHead head, Channel connection) {
        errand.landed().run();
        letGo();
        audience.switched(head, connection);
    }

    /** What is not stored is not fetched for nobody. */
    private void abandon() {
        cancel();
        Intake unwanted = intake;
        if (unwanted != null) {
            unwanted.abandon();
        }
        Gathering unjoined = gathering;
        if (unjoined != null) {
            unjoined.combined().stored().payload().release();
        }
    }

    private void cancel() {
        OriginCall origin = call;
        if (origin != null) {
            origin.cancel();
        }
    }

    /** What was to be validated need not be held any longer. */
    private void letGo() {
        Entry held = validated;
        validated = null;
        if (held != null) {
            held.payload().release();
        }
    }
}
