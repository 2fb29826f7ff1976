package dev.weir.dataplane.http.policy;

import java.util.List;

/** What a response takes the place of that was stored just now. */
public final class Replacement {
    private Replacement() {}

    /**
     * Those that would go on to be chosen for the same request although they are older (RFC 9111 section 4): of a
     * response that was coded here, and is none of those to be coded any more, there is nothing left to vary by.
     */
    public static <S extends StoredResponse> List<S> by(
            S newer, RequestHead request, List<S> stored, CachePolicy policy) {
        return newer.metadata().coding() != null
                ? List.of()
                : Variants.matching(request, stored, policy).stream()
                        .filter(old -> !old.equals(newer) && old.metadata().coding() != null)
                        .toList();
    }
}
