package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.Answer;
import dev.weir.dataplane.http.policy.CacheStatus;
import dev.weir.dataplane.http.policy.Forward;
import dev.weir.dataplane.http.policy.Lifetime;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.store.Entry;
import org.jspecify.annotations.Nullable;

/** Answers one request with what was found or brought, and counts it. */
final class Answering {
    private final ClientExchange client;
    private final Route route;
    private final Responder response;
    private final Visited visited;
    private final long startedNanos = System.nanoTime();
    private Outcome outcome = Outcome.MISS;

    Answering(ClientExchange client, Route route, Visited visited) {
        this.client = client;
        this.route = route;
        this.response = client.response();
        this.visited = visited;
    }

    /** What it counts as, should nothing else come between. */
    void outcome(Outcome so) {
        outcome = so;
    }

    /** Answers from the cache; false when it is not there any more. */
    boolean stored(Entry entry, Answer answer, long now, Outcome so) {
        Payload payload = entry.payload();
        if (!payload.tryRetain()) {
            return false;
        }
        outcome = so;
        Lifetime lifetime = entry.metadata().lifetime();
        if (!(answer instanceof Answer.Whole)) {
            CacheStatus status = CacheStatus.hit(lifetime.ttlSeconds(now));
            retained(entry, entry.metadata(), entry.fields(), answer, now, status);
            return true;
        }
        boolean head = client.head().isHead();
        long length = head ? 0 : payload.length();
        if (head) {
            payload.release();
        }
        response.stored(entry.head(), lifetime.ageSeconds(now), lifetime.ttlSeconds(now), head ? null : payload);
        route.meters().sentFromCache(length);
        over(entry.metadata().status(), length);
        return true;
    }

    /** Answers with a stored response that is retained, and releases it. */
    void retained(Entry entry, Metadata metadata, FieldList stored, Answer answer, long now, CacheStatus status) {
        FieldList fields = ForwardedResponse.of(stored, metadata.lifetime().ageSeconds(now), status);
        Payload payload = entry.payload();
        switch (answer) {
            case Answer.Whole ignored -> content(metadata.status(), fields, payload, 0, payload.length());
            case Answer.Part part -> {
                long from = part.range().first() - metadata.extent().first();
                content(
                        206,
                        fields.plus("Content-Range", range(part)),
                        payload,
                        from,
                        part.range().length());
            }
            case Answer.NotModified ignored -> {
                payload.release();
                notModified(fields, metadata);
            }
            case Answer.RangeNotSatisfiable unsatisfiable -> {
                payload.release();
                outOfRange(unsatisfiable, status);
            }
        }
    }

    private void content(int status, FieldList fields, Payload payload, long from, long length) {
        response.begin(status, fields, length);
        if (client.head().isHead()) {
            payload.release();
            response.end(FieldList.EMPTY);
            over(status, 0);
        } else {
            new PayloadReader(payload, from, length, response, sent -> {
                        route.meters().sentFromCache(sent);
                        over(status, sent);
                    })
                    .start();
        }
    }

    /** Answers with what another request brings; false when its beginning is gone. */
    boolean collapsed(Filling filling, Answer answer, long now) {
        Metadata metadata = filling.metadata();
        long ttl = metadata.lifetime().ttlSeconds(now);
        var status = new CacheStatus(Forward.URI_MISS, 0, false, ttl, true, null, null);
        FieldList fields =
                ForwardedResponse.of(filling.fields(), metadata.lifetime().ageSeconds(now), status);
        outcome = Outcome.COLLAPSED;
        return read(
                filling.fill(),
                metadata,
                metadata.status(),
                fields,
                metadata.extent().length(),
                answer,
                status);
    }

    /** Answers with what comes from the origin. */
    void coming(ResponseHead head, Fill fill, long length, @Nullable Filling filling, CacheStatus status, long now) {
        FieldList fields = ForwardedResponse.of(head.fields(), route.policy(), status);
        boolean whole = filling != null && filling.metadata().extent().isWhole();
        if (filling != null && whole) {
            Answer answer = Answer.to(client.head(), filling.metadata(), now);
            read(fill, filling.metadata(), head.status(), fields, length, answer, status);
        } else {
            read(fill, null, head.status(), fields, length, Answer.WHOLE, status);
        }
    }

    private boolean read(
            Fill fill,
            @Nullable Metadata metadata,
            int status,
            FieldList fields,
            long length,
            Answer answer,
            CacheStatus cacheStatus) {
        if (answer instanceof Answer.NotModified && metadata != null) {
            notModified(fields, metadata);
            return true;
        }
        if (answer instanceof Answer.RangeNotSatisfiable unsatisfiable) {
            outOfRange(unsatisfiable, cacheStatus);
            return true;
        }
        if (metadata != null && client.head().isHead()) {
            response.begin(status, fields, length);
            response.end(FieldList.EMPTY);
            over(status, 0);
            return true;
        }
        Answer.Part part = answer instanceof Answer.Part asked ? asked : null;
        int told = part == null ? status : 206;
        long from = part == null ? 0 : part.range().first();
        long most = part == null ? Long.MAX_VALUE : part.range().length();
        var reader = new FillReader(fill, client.loop(), response, from, most, sent -> {
            route.meters().sentFromOrigin(sent);
            over(told, sent);
        });
        if (!fill.attach(reader)) {
            return false;
        }
        FieldList all = part == null ? fields : fields.plus("Content-Range", range(part));
        response.begin(told, all, part == null ? length : most);
        reader.start();
        return true;
    }

    private static String range(Answer.Part part) {
        return "bytes " + part.range().first() + "-"
                + (part.range().first() + part.range().length() - 1) + "/" + part.completeLength();
    }

    private void notModified(FieldList fields, Metadata metadata) {
        FieldList carried = FieldList.filtered(fields, name -> Answer.NotModified.carries(name, metadata));
        response.begin(304, carried, Upload.UNKNOWN);
        response.end(FieldList.EMPTY);
        over(304, 0);
    }

    private void outOfRange(Answer.RangeNotSatisfiable unsatisfiable, CacheStatus status) {
        String range = "bytes */" + unsatisfiable.completeLength();
        response.begin(416, FieldList.of("Content-Range", range, CacheStatus.NAME, status.value()), 0);
        response.end(FieldList.EMPTY);
        over(416, 0);
    }

    void refuse(int status, String reason, Forward forward) {
        outcome = Outcome.REFUSED;
        error(status, reason, forward, "refused");
    }

    void fail(int status, String reason, Forward forward) {
        outcome = Outcome.ERROR;
        error(status, reason, forward, "origin-failed");
    }

    private void error(int status, String reason, Forward forward, String detail) {
        ErrorAnswer.answer(
                response,
                client.head(),
                status,
                reason,
                CacheStatus.forwarded(forward).withDetail(detail).value());
        over(status, 0);
    }

    private void over(int status, long sentBytes) {
        route.meters().count(outcome);
        visited.answered(client, route.name(), status, sentBytes, outcome, startedNanos);
    }
}
