package dev.weir.dataplane.http.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Choosing among the responses stored under one key (RFC 9111 section 4.1). */
final class Variants {
    private Variants() {}

    /** The best of those that match. */
    static <S extends StoredResponse> @Nullable S select(RequestHead request, List<S> candidates, CachePolicy policy) {
        S best = null;
        for (S candidate : candidates) {
            if (matches(request, candidate, policy)
                    && (best == null || isBetter(candidate.metadata(), best.metadata()))) {
                best = candidate;
            }
        }
        return best;
    }

    /** All that match, the best first. */
    static <S extends StoredResponse> List<S> matching(RequestHead request, List<S> candidates, CachePolicy policy) {
        return candidates.stream()
                .filter(candidate -> matches(request, candidate, policy))
                .sorted((one, other) -> compare(one.metadata(), other.metadata()))
                .toList();
    }

    private static boolean matches(RequestHead request, StoredResponse candidate, CachePolicy policy) {
        return candidate.metadata().vary().matches(request.fields(), policy.codings());
    }

    private static boolean isBetter(Metadata one, Metadata other) {
        return compare(one, other) < 0;
    }

    /** One that varies before one whose origin forgot to say so; then the most recent, as the Date field has it. */
    private static int compare(Metadata one, Metadata other) {
        int varying = Boolean.compare(one.vary().isEmpty(), other.vary().isEmpty());
        if (varying != 0) {
            return varying;
        }
        int date =
                Long.compare(other.validators().dateMillis(), one.validators().dateMillis());
        return date != 0
                ? date
                : Long.compare(other.lifetime().responseMillis(), one.lifetime().responseMillis());
    }
}
