package dev.weir.dataplane.kafka.web.access;

import java.time.Instant;
import java.util.Set;

/**
 * What a token says whose signature and claims are right.
 *
 * @param expires when it is not taken any more
 */
record VerifiedToken(Set<String> scopes, Instant expires) {
    VerifiedToken {
        scopes = Set.copyOf(scopes);
    }
}
