package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.ClientExchange;

/** Told of every request that was answered, on the loop of its connection. */
@FunctionalInterface
interface Visited {
    Visited UNSEEN = (client, route, status, sentBytes, outcome, startedNanos) -> {};

    /**
     * One was answered.
     *
     * @param sentBytes of content
     * @param startedNanos when its head had come, as {@link System#nanoTime} tells
     */
    void answered(ClientExchange client, String route, int status, long sentBytes, Outcome outcome, long startedNanos);
}
