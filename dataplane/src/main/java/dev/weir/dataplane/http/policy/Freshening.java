package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.ContentLength;
import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldName;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What responses without content do to stored ones (RFC 9111 sections 4.3.4 and 4.3.5). */
public final class Freshening {
    private Freshening() {}

    /**
     * The stored responses that a 304 updates, the one to answer with first. None means that it says nothing about what
     * is stored: if the preconditions were the client's own, it is the client's answer; if they were the cache's, what
     * is stored is of no use and the request is to be sent anew, without them.
     *
     * @param validated whose validators the request carried ({@link Preconditions}); null if it carried the client's
     */
    public static <S extends StoredResponse> List<Freshened<S>> on304(
            RequestHead request,
            List<S> candidates,
            @Nullable S validated,
            ResponseHead notModified,
            CachePolicy policy,
            Exchange exchange) {
        var update = new Update(request, notModified, policy, exchange);
        return identified(Variants.matching(request, candidates, policy), validated, notModified).stream()
                .map(stored -> update.of(stored, stored.metadata().extent()))
                .toList();
    }

    private static <S extends StoredResponse> List<S> identified(
            List<S> matching, @Nullable S validated, ResponseHead notModified) {
        EntityTag etag = EntityTag.of(notModified.fields());
        if (etag != null && etag.isStrong()) {
            return matching.stream()
                    .filter(stored -> {
                        EntityTag own = stored.metadata().validators().etag();
                        return own != null && own.matchesStrongly(etag);
                    })
                    .toList();
        }
        String lastModified = notModified.fields().first(FieldName.LAST_MODIFIED);
        if (etag != null || lastModified != null) {
            return matching.stream()
                    .filter(stored -> corresponds(stored.metadata().validators(), etag, lastModified))
                    .limit(1)
                    .toList();
        }
        // without validators it can only be about what was asked for, if that was one thing
        if (validated != null) {
            return List.of(validated);
        }
        return matching.size() == 1
                        && matching.getFirst().metadata().validators().isEmpty()
                ? matching
                : List.of();
    }

    private static boolean corresponds(Validators own, @Nullable EntityTag etag, @Nullable String lastModified) {
        EntityTag ownEtag = own.etag();
        return (etag != null && ownEtag != null)
                ? ownEtag.matchesWeakly(etag)
                : lastModified != null && lastModified.equals(own.lastModified());
    }

    /** What a 200 to a HEAD does to the stored responses that a GET would have been answered with. */
    public static <S extends StoredResponse> List<HeadEffect<S>> onHead(
            RequestHead request, List<S> candidates, ResponseHead response, CachePolicy policy, Exchange exchange) {
        if (!request.isHead() || response.status() != 200) {
            return List.of();
        }
        var update = new Update(request, response, policy, exchange);
        var effects = new ArrayList<HeadEffect<S>>();
        for (S stored : Variants.matching(request, candidates, policy)) {
            Metadata metadata = stored.metadata();
            if (metadata.status() == 200) {
                effects.add(
                        isSame(metadata, response)
                                ? new HeadEffect.Updated<>(update.of(stored, metadata.extent()))
                                : new HeadEffect.Outdated<>(stored, metadata.expiredAt(exchange.responseMillis())));
            }
        }
        return effects;
    }

    private static boolean isSame(Metadata stored, ResponseHead response) {
        Validators validators = stored.validators();
        EntityTag etag = EntityTag.of(response.fields());
        String lastModified = response.fields().first(FieldName.LAST_MODIFIED);
        long length = ContentLength.of(response.fields());
        return (etag == null || etag.equals(validators.etag()))
                && (lastModified == null || lastModified.equals(validators.lastModified()))
                && (length == ContentLength.UNKNOWN
                        || stored.isCoded()
                        || !stored.extent().isKnown()
                        || length == stored.extent().completeLength());
    }
}
