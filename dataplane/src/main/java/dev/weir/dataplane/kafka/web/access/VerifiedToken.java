package dev.weir.dataplane.kafka.web.access;

import java.time.Instant;
import java.util.Set;

/**
 * What a token says whose signature and claims are right.
 *
 * @param subject whom it is about; the token itself where it does not say
 * @param expires when it is not taken any more
 */
record VerifiedToken(String subject, Set<String> scopes, Instant expires) {
    VerifiedToken {
        scopes = Set.copyOf(scopes);
    }
}
