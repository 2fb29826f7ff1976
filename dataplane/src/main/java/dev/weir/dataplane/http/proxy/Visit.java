package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.origin.OriginFailure;
import dev.weir.dataplane.http.policy.Answer;
import dev.weir.dataplane.http.policy.CacheStatus;
import dev.weir.dataplane.http.policy.Forward;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.Preconditions;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.Reuse;
import dev.weir.dataplane.http.policy.StoredResponse;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import dev.weir.dataplane.http.store.Entry;
import io.netty.channel.Channel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One request of a client on its way through the cache. On the loop of the client's connection. */
final class Visit implements Audience {
    /** Once for whatever comes, and once more for the variant that it turns out to need. */
    private static final int WAITS_MAX = 2;

    private static final Set<String> OWN_WISHES = Set.of(
            FieldName.IF_NONE_MATCH,
            FieldName.IF_MODIFIED_SINCE,
            FieldName.IF_MATCH,
            FieldName.IF_UNMODIFIED_SINCE,
            FieldName.IF_RANGE,
            FieldName.RANGE);

    private final Exchanges exchanges;
    private final Route route;
    private final ClientExchange client;
    private final RequestHead request;
    private final Answering answering;
    private final CacheKey key;
    private int waits;

    Visit(Exchanges exchanges, Route route, ClientExchange client) {
        this.exchanges = exchanges;
        this.route = route;
        this.client = client;
        this.request = client.head();
        this.answering = new Answering(client, route, exchanges.visited());
        this.key = route.key(request);
    }

    void begin() {
        String upgrade = Upgrade.wantedBy(client);
        if (upgrade != null) {
            answering.outcome(Outcome.BYPASS);
            forward(Forward.BYPASS, upgrade);
            return;
        }
        List<Entry> stored = route.bucket().find(key);
        if (stored.isEmpty() && isCached() && route.bucket().isOnDisk(key)) {
            route.bucket()
                    .load(key)
                    .whenComplete((found, failure) -> client.loop().execute(this::decide));
        } else {
            decide(stored);
        }
    }

    private boolean isCached() {
        return route.policy().enabled() && (request.isGet() || request.isHead());
    }

    private void decide() {
        decide(route.bucket().find(key));
    }

    private void decide(List<Entry> stored) {
        long now = exchanges.clock().millis();
        Reuse<StoredResponse> reuse = Reuse.of(request, candidates(stored), route.policy(), now);
        // nearly always it is this one, which need not wait for a switch over types to find out
        if (reuse instanceof Reuse.Fresh<StoredResponse> fresh) {
            fresh(fresh, now);
        } else {
            other(reuse, now);
        }
    }

    private void fresh(Reuse.Fresh<StoredResponse> fresh, long now) {
        reuse(fresh.stored(), now, waits > 0 ? Outcome.COLLAPSED : Outcome.HIT);
    }

    private void other(Reuse<StoredResponse> reuse, long now) {
        switch (reuse) {
            case Reuse.Fresh<StoredResponse> fresh -> fresh(fresh, now);
            case Reuse.Stale<StoredResponse> stale -> {
                if (reuse(stale.stored(), now, Outcome.STALE)
                        && stale.refresh()
                        && stale.stored() instanceof Entry entry) {
                    refresh(entry, stale.preconditions());
                }
            }
            case Reuse.Revalidate<StoredResponse> revalidate -> revalidate(revalidate);
            case Reuse.Partial<StoredResponse> partial -> complete(partial);
            case Reuse.Miss<StoredResponse> miss -> miss(miss.reason());
            case Reuse.Bypass<StoredResponse> bypass -> {
                answering.outcome(Outcome.BYPASS);
                forward(bypass.reason(), null);
            }
            case Reuse.Unsatisfiable<StoredResponse> ignored ->
                answering.refuse(504, "only what is cached was asked for, and it is not", Forward.REQUEST);
        }
    }

    /** What is stored, and what is being stored. */
    @SuppressWarnings("unchecked") // neither list is written to
    private List<StoredResponse> candidates(List<Entry> stored) {
        List<Filling> coming = exchanges.flights().fillings(key);
        if (coming.isEmpty()) {
            return (List<StoredResponse>) (List<?>) stored;
        }
        var all = new ArrayList<StoredResponse>(stored);
        all.addAll(coming);
        return all;
    }

    private boolean reuse(StoredResponse stored, long now, Outcome outcome) {
        Answer answer = Answer.to(request, stored.metadata(), now);
        boolean there;
        if (stored instanceof Entry entry) {
            there = answering.stored(entry, answer, now, outcome);
        } else if (stored instanceof Filling filling) {
            there = answering.collapsed(filling, answer, now);
        } else {
            throw new IllegalStateException("not of this cache: " + stored);
        }
        if (!there) {
            // it went in the moment between
            miss(Forward.URI_MISS);
        }
        return there;
    }

    private void miss(Forward reason) {
        boolean plain = request.isGet() && OWN_WISHES.stream().noneMatch(request.fields()::has);
        if (plain && joins()) {
            takeOff(reason, null, Preconditions.NONE);
        } else {
            answering.outcome(Outcome.MISS);
            forward(reason, null);
        }
    }

    private void revalidate(Reuse.Revalidate<StoredResponse> revalidate) {
        if (!(revalidate.stored() instanceof Entry entry) || !entry.payload().tryRetain()) {
            answering.outcome(Outcome.MISS);
            forward(revalidate.reason(), null);
            return;
        }
        var ofEntry = new Reuse.Revalidate<>(
                entry,
                revalidate.reason(),
                revalidate.preconditions(),
                revalidate.usableUntilMillis(),
                revalidate.disconnectedUntilMillis());
        if (request.isGet() && joins()) {
            takeOff(revalidate.reason(), ofEntry, revalidate.preconditions());
        } else {
            fetch(revalidate.reason(), ofEntry, revalidate.preconditions(), () -> {});
        }
    }

    /** Whether it may wait for another request, and others for it. */
    private boolean joins() {
        return route.collapse() && !exchanges.flights().isUnshared(key) && waits < WAITS_MAX;
    }

    private void takeOff(Forward reason, Reuse.@Nullable Revalidate<Entry> revalidation, Preconditions preconditions) {
        VaryKey variant = variant();
        var flight = new Flight();
        Flight other = exchanges.flights().takeOff(key, variant, flight);
        boolean landed = other == null && isThereNow();
        if (other == null && !landed) {
            fetch(reason, revalidation, preconditions, () -> exchanges.flights().land(key, variant, flight));
            return;
        }
        if (revalidation != null) {
            revalidation.stored().payload().release();
        }
        waits++;
        if (other != null) {
            new Waiting(other, client.loop(), this::hasWaited).begin();
        } else {
            exchanges.flights().land(key, variant, flight);
            decide();
        }
    }

    /** Whether another one has landed in the moment between the look at what is stored and the take-off. */
    private boolean isThereNow() {
        return Reuse.of(
                        request,
                        candidates(route.bucket().find(key)),
                        route.policy(),
                        exchanges.clock().millis())
                instanceof Reuse.Fresh;
    }

    /** The variant that it will be, going by those that are known. */
    private VaryKey variant() {
        List<StoredResponse> known = candidates(route.bucket().find(key));
        if (known.isEmpty()) {
            return VaryKey.NONE;
        }
        VaryKey variant = VaryKey.of(
                known.getFirst().fields(), request.fields(), route.policy().codings());
        return variant == null ? VaryKey.NONE : variant;
    }

    private void hasWaited(boolean inVain) {
        if (inVain) {
            waits = WAITS_MAX;
        }
        decide();
    }

    private void complete(Reuse.Partial<StoredResponse> partial) {
        answering.outcome(Outcome.MISS);
        if (partial.missing() == null) {
            forward(Forward.PARTIAL, null);
            return;
        }
        FieldList plain = plain();
        FieldList asking = ForwardedRequest.of(request, client.peer(), route.policy())
                .with(partial.missing())
                .fields();
        send(new Errand(request, asking, client.content(), null, Forward.PARTIAL, null, null, true, plain, () -> {}));
    }

    private void forward(Forward reason, @Nullable String upgrade) {
        FieldList fields = plain();
        send(new Errand(request, fields, client.content(), upgrade, reason, null, null, false, fields, () -> {}));
    }

    private void fetch(
            Forward reason,
            Reuse.@Nullable Revalidate<Entry> revalidation,
            Preconditions preconditions,
            Runnable landed) {
        FieldList plain = plain();
        FieldList conditional = ForwardedRequest.of(request, client.peer(), route.policy())
                .with(preconditions)
                .fields();
        answering.outcome(Outcome.MISS);
        Entry held = revalidation == null ? null : revalidation.stored();
        if (held != null && preconditions.isEmpty()) {
            held.payload().release();
            held = null;
        }
        send(new Errand(
                request, conditional, client.content(), null, reason, revalidation, held, false, plain, landed));
    }

    private FieldList plain() {
        return ForwardedRequest.of(request, client.peer(), route.policy()).fields();
    }

    private void send(Errand errand) {
        Fetch.send(exchanges, route, client.loop(), key, errand, this);
    }

    /** Validates it while the client has got it already; at most once at a time. */
    private void refresh(Entry entry, Preconditions preconditions) {
        VaryKey variant = variant();
        var flight = new Flight();
        if (exchanges.flights().takeOff(key, variant, flight) != null) {
            return;
        }
        Runnable landed = () -> exchanges.flights().land(key, variant, flight);
        ForwardedRequest own =
                ForwardedRequest.of(request, client.peer(), route.policy()).forItself();
        FieldList plain = own.fields();
        Entry held = !preconditions.isEmpty() && entry.payload().tryRetain() ? entry : null;
        FieldList fields = held == null ? plain : own.with(preconditions).fields();
        var background = new RequestHead("GET", request.uri(), plain);
        var errand = new Errand(
                background, fields, NoContent.INSTANCE, null, Forward.STALE, null, held, false, plain, landed);
        Fetch.send(exchanges, route, client.loop(), key, errand, Audience.NONE);
    }

    @Override
    public void informational(ResponseHead head) {
        client.response().informational(head.status(), ForwardedResponse.interim(head.fields()));
    }

    @Override
    public void coming(ResponseHead head, Fill fill, long length, @Nullable Filling filling, CacheStatus status) {
        answering.coming(head, fill, length, filling, status, exchanges.clock().millis());
    }

    @Override
    public void validated(Entry entry, Metadata metadata, FieldList fields, CacheStatus status) {
        long now = exchanges.clock().millis();
        answering.outcome(Outcome.REVALIDATED);
        answering.retained(entry, metadata, fields, Answer.to(request, metadata, now), now, status);
    }

    @Override
    public void instead(Entry stale, Forward reason, int originStatus) {
        long now = exchanges.clock().millis();
        Metadata metadata = stale.metadata();
        CacheStatus status = CacheStatus.hit(metadata.lifetime().ttlSeconds(now))
                .withForwardStatus(originStatus)
                .withDetail("origin-failed");
        answering.outcome(Outcome.STALE);
        answering.retained(stale, metadata, stale.fields(), Answer.to(request, metadata, now), now, status);
    }

    @Override
    public void failed(OriginFailure failure, Forward reason, boolean neverStale) {
        // must-revalidate says what it is to be (RFC 9111 section 5.2.2.2)
        int status = neverStale ? 504 : failure.kind().status();
        answering.outcome(Outcome.ERROR);
        answering.fail(status, failure.message(), reason);
    }

    @Override
    public void switched(ResponseHead head, Channel connection) {
        Upgrade.join(client.response(), head, connection);
    }
}
