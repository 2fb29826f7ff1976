package dev.weir.dataplane.kafka.web.access;

import java.time.Duration;
import java.util.Set;

/**
 * Which tokens are taken.
 *
 * @param issuer whose
 * @param audiences for whom, one of these
 * @param algorithms how they may be signed, as RFC 7518 section 3.1 calls it
 * @param clockSkew how far clocks may differ
 */
public record TokenRules(String issuer, Set<String> audiences, Set<String> algorithms, Duration clockSkew) {
    public TokenRules {
        audiences = Set.copyOf(audiences);
        algorithms = Set.copyOf(algorithms);
    }
}
