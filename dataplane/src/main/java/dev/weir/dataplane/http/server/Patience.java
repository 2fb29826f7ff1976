package dev.weir.dataplane.http.server;

import java.time.Duration;

/**
 * How long a client is waited for.
 *
 * @param head from the first byte of a request to the end of its head
 * @param idle without a request; and without progress while an answer is being sent
 * @param body without progress while content is being received
 */
public record Patience(Duration head, Duration idle, Duration body) {
    public static final Patience DEFAULT =
            new Patience(Duration.ofSeconds(20), Duration.ofSeconds(75), Duration.ofSeconds(30));
}
