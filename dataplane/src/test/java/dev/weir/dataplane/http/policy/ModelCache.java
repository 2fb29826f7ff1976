package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.HttpDate;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A cache as small as can be: the decisions of this package carried out on maps and strings, with an origin and a time
 * of the test's own. What it does with a decision is what any cache has to do with it.
 */
final class ModelCache {
    static final long START = 1_800_000_000_000L;

    /** The status of a reply when the origin gave none. */
    static final int DISCONNECTED = 502;

    final ModelOrigin origin = new ModelOrigin();
    final Map<CacheKey, List<Entry>> entries = new HashMap<>();
    CachePolicy policy;
    long nowMillis = START;
    long delayMillis;

    ModelCache(CachePolicy policy) {
        this.policy = policy;
    }

    record Entry(Metadata metadata, FieldList fields, List<String> tags, String content) implements StoredResponse {}

    /** What a client gets. */
    record Reply(int status, FieldList fields, String content, CacheStatus cacheStatus) {
        boolean isHit() {
            return cacheStatus.forward() == null;
        }

        @Nullable
        String field(String name) {
            return fields.first(name);
        }
    }

    ModelCache after(double seconds) {
        nowMillis += Math.round(seconds * 1000);
        return this;
    }

    /** A date so many seconds from now. */
    String date(long seconds) {
        return HttpDate.format(nowMillis + seconds * 1000);
    }

    Reply get(String path, String... fields) {
        return send("GET", path, fields);
    }

    Reply send(String method, String path, String... fields) {
        return handle(new RequestHead(method, TargetUri.of("http", "example.com", path), FieldList.of(fields)));
    }

    private Reply handle(RequestHead request) {
        return switch (Reuse.of(request, candidates(request), policy, nowMillis)) {
            case Reuse.Fresh<Entry> fresh -> reply(request, fresh.stored());
            case Reuse.Stale<Entry> stale -> {
                Reply reply = reply(request, stale.stored());
                if (stale.refresh()) {
                    refresh(request, stale);
                }
                yield reply;
            }
            case Reuse.Revalidate<Entry> revalidate -> revalidate(request, revalidate);
            case Reuse.Partial<Entry> partial -> complete(request, partial);
            case Reuse.Miss<Entry> miss -> forward(request, request, null, CacheStatus.forwarded(miss.reason()));
            case Reuse.Bypass<Entry> bypass -> forward(request, request, null, CacheStatus.forwarded(bypass.reason()));
            case Reuse.Unsatisfiable<Entry> ignored ->
                new Reply(504, FieldList.EMPTY, "", CacheStatus.forwarded(Forward.REQUEST));
        };
    }

    private Reply revalidate(RequestHead request, Reuse.Revalidate<Entry> revalidate) {
        Entry stored = revalidate.stored();
        RequestHead sent = with(request, revalidate.preconditions());
        Entry validated = revalidate.preconditions().isEmpty() ? null : stored;
        Reply reply = forward(request, sent, validated, CacheStatus.forwarded(revalidate.reason()));
        boolean instead = reply.status() == DISCONNECTED
                ? revalidate.isUsableWhenDisconnected(nowMillis)
                : revalidate.isUsableInsteadOf(reply.status(), nowMillis);
        return instead ? reply(request, stored) : reply;
    }

    private void refresh(RequestHead request, Reuse.Stale<Entry> stale) {
        FieldList fields = FieldList.filtered(request.fields(), name -> !Preconditions.CLIENTS_OWN.contains(name));
        var background = new RequestHead("GET", request.uri(), fields);
        RequestHead sent = with(background, stale.preconditions());
        Entry validated = stale.preconditions().isEmpty() ? null : stale.stored();
        forward(background, sent, validated, CacheStatus.forwarded(Forward.STALE));
    }

    private Reply complete(RequestHead request, Reuse.Partial<Entry> partial) {
        CacheStatus status = CacheStatus.forwarded(Forward.PARTIAL);
        if (partial.missing() == null) {
            return forward(request, request, null, status);
        }
        var edited = new EditedFields(request.fields());
        partial.missing().apply(edited::set, edited::remove);
        RequestHead sent = new RequestHead(request.method(), request.uri(), edited.list());
        return forward(request, sent, null, status);
    }

    private Reply forward(RequestHead request, RequestHead sent, @Nullable Entry validated, CacheStatus status) {
        long sentMillis = nowMillis;
        ModelOrigin.Message message = origin.ask(sent);
        nowMillis += delayMillis;
        if (message == null) {
            return new Reply(DISCONNECTED, FieldList.EMPTY, "", status);
        }
        var exchange = new Exchange(sentMillis, nowMillis);
        var response = new ResponseHead(message.status(), message.fields());
        invalidate(request, response);
        if (message.status() == 304) {
            return freshen(request, validated, response, exchange, status);
        }
        if (message.status() == 206) {
            Reply combined = combine(request, sent, response, message.content(), exchange, status);
            if (combined != null) {
                return combined;
            }
        }
        headEffects(request, response, exchange);
        Reply reply = new Reply(message.status(), message.fields(), message.content(), status);
        return switch (Storability.of(sent, response, policy, exchange)) {
            case Storability.Store store -> {
                put(sent, entry(store, message.content()));
                yield new Reply(
                        reply.status(),
                        reply.fields(),
                        reply.content(),
                        status.stored(store.metadata().lifetime().ttlSeconds(nowMillis)));
            }
            case Storability.Refuse refuse ->
                new Reply(
                        reply.status(),
                        reply.fields(),
                        reply.content(),
                        status.withDetail(refuse.reason().token()));
        };
    }

    private Reply freshen(
            RequestHead request,
            @Nullable Entry validated,
            ResponseHead response,
            Exchange exchange,
            CacheStatus status) {
        List<Freshened<Entry>> freshened =
                Freshening.on304(request, candidates(request), validated, response, policy, exchange);
        freshened.forEach(each -> replace(request, each));
        if (!freshened.isEmpty()) {
            Freshened<Entry> first = freshened.getFirst();
            return reply(
                    request, first.metadata(), first.answer(), first.stored().content(), status.withForwardStatus(304));
        }
        return validated == null
                ? new Reply(304, FieldList.filtered(response.fields(), name -> true), "", status)
                : forward(request, request, null, status);
    }

    private @Nullable Reply combine(
            RequestHead request,
            RequestHead sent,
            ResponseHead response,
            String content,
            Exchange exchange,
            CacheStatus status) {
        for (Entry entry : candidates(request)) {
            Freshened<Entry> combined = Combination.of(sent, entry, response, policy, exchange);
            if (combined != null) {
                Entry together = together(entry, combined, content, response);
                remove(request, entry);
                if (combined.storability() instanceof Storability.Store) {
                    candidates(request).add(together);
                }
                Answer answer = Answer.to(request, together.metadata(), nowMillis);
                return together.metadata().extent().suffices(answer)
                        ? reply(request, together.metadata(), combined.answer(), together.content(), status)
                        : new Reply(206, combined.answer(), content, status);
            }
        }
        return null;
    }

    private static Entry together(Entry entry, Freshened<Entry> combined, String content, ResponseHead response) {
        Extent had = entry.metadata().extent();
        long first = rangeStart(response.fields());
        var bytes = new StringBuilder(had.first() <= first ? entry.content() : content);
        String other = had.first() <= first ? content : entry.content();
        int overlap = (int) (Math.min(had.first(), first) + bytes.length() - Math.max(had.first(), first));
        bytes.append(overlap < other.length() ? other.substring(overlap) : "");
        return new Entry(combined.metadata(), combined.answer(), entry.tags(), bytes.toString());
    }

    private static long rangeStart(Fields fields) {
        String range = String.valueOf(fields.first(FieldName.CONTENT_RANGE));
        return Long.parseLong(range.substring("bytes ".length(), range.indexOf('-')));
    }

    private void headEffects(RequestHead request, ResponseHead response, Exchange exchange) {
        for (HeadEffect<Entry> effect : Freshening.onHead(request, candidates(request), response, policy, exchange)) {
            switch (effect) {
                case HeadEffect.Updated<Entry> updated -> replace(request, updated.freshened());
                case HeadEffect.Outdated<Entry> outdated -> {
                    Entry stored = outdated.stored();
                    remove(request, stored);
                    candidates(request)
                            .add(new Entry(outdated.stale(), stored.fields(), stored.tags(), stored.content()));
                }
            }
        }
    }

    private void invalidate(RequestHead request, ResponseHead response) {
        for (TargetUri uri : Invalidation.by(request, response)) {
            String text = CacheKey.uri(uri, policy.key());
            entries.keySet().removeIf(key -> key.uri().equals(text));
        }
    }

    private Reply reply(RequestHead request, Entry entry) {
        return reply(
                request,
                entry.metadata(),
                entry.fields(),
                entry.content(),
                CacheStatus.hit(entry.metadata().lifetime().ttlSeconds(nowMillis)));
    }

    private Reply reply(RequestHead request, Metadata metadata, FieldList stored, String content, CacheStatus status) {
        FieldList fields = stored.plus("Age", Long.toString(metadata.lifetime().ageSeconds(nowMillis)));
        return switch (Answer.to(request, metadata, nowMillis)) {
            case Answer.Whole ignored -> new Reply(metadata.status(), fields, content, status);
            case Answer.NotModified ignored ->
                new Reply(
                        304,
                        FieldList.filtered(fields, name -> Answer.NotModified.carries(name, metadata)),
                        "",
                        status);
            case Answer.Part part -> {
                int from = (int) (part.range().first() - metadata.extent().first());
                String slice = content.substring(from, from + (int) part.range().length());
                yield new Reply(206, fields, slice, status);
            }
            case Answer.RangeNotSatisfiable ignored -> new Reply(416, FieldList.EMPTY, "", status);
        };
    }

    private List<Entry> candidates(RequestHead request) {
        return entries.computeIfAbsent(key(request), key -> new ArrayList<>());
    }

    private CacheKey key(RequestHead request) {
        return CacheKey.of(request.uri(), request.fields(), policy.key());
    }

    private void put(RequestHead request, Entry entry) {
        List<Entry> variants = candidates(request);
        variants.removeIf(
                other -> other.metadata().vary().equals(entry.metadata().vary()));
        variants.add(entry);
    }

    private void replace(RequestHead request, Freshened<Entry> freshened) {
        if (freshened.leavesStored()) {
            return;
        }
        remove(request, freshened.stored());
        if (freshened.storability() instanceof Storability.Store store) {
            candidates(request).add(entry(store, freshened.stored().content()));
        }
    }

    private void remove(RequestHead request, Entry entry) {
        candidates(request).remove(entry);
    }

    private static Entry entry(Storability.Store store, String content) {
        Metadata metadata =
                store.metadata().extent().isWhole() ? store.metadata().completed(content.length()) : store.metadata();
        return new Entry(metadata, store.fields(), store.tags(), content);
    }

    private static RequestHead with(RequestHead request, Preconditions preconditions) {
        var edited = new EditedFields(request.fields());
        preconditions.apply(edited::set, edited::remove);
        return new RequestHead(request.method(), request.uri(), edited.list());
    }

    private static final class EditedFields {
        private final List<Field> lines = new ArrayList<>();

        EditedFields(Fields fields) {
            fields.forEach((name, value) -> lines.add(new Field(name, value)));
        }

        void set(String name, String value) {
            remove(name);
            lines.add(new Field(name, value));
        }

        void remove(String name) {
            lines.removeIf(line -> line.name().toLowerCase(Locale.ROOT).equals(name));
        }

        FieldList list() {
            return new FieldList(lines);
        }
    }
}
