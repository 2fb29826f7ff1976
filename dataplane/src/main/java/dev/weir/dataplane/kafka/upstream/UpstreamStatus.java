package dev.weir.dataplane.kafka.upstream;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one upstream does.
 *
 * @param connected whether its metadata could be read lately
 * @param since when {@code connected} became what it is
 * @param lastError what went wrong last while not connected, in words for the user
 * @param secretsProblem why changed secrets are not used, while connections go on with the former ones
 * @param brokers {@code host:port (id)} of the brokers that its metadata names
 */
public record UpstreamStatus(
        String name,
        boolean connected,
        Instant since,
        @Nullable String lastError,
        @Nullable String secretsProblem,
        List<String> brokers) {
    public UpstreamStatus {
        brokers = List.copyOf(brokers);
    }

    public UpstreamStatus withSecretsProblem(@Nullable String problem) {
        return problem == null ? this : new UpstreamStatus(name, connected, since, lastError, problem, brokers);
    }
}
