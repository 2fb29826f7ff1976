/**
 * Connections to the brokers of one upstream, on Kafka's own {@code Selector} and channel builders: TLS, SASL and
 * re-authentication are Kafka's; what is sent when, over which connection, and what happens when a broker is away, slow
 * or talks nonsense is decided here.
 *
 * <p>Everything but {@link dev.weir.dataplane.kafka.upstream.connection.NetworkThread#execute} is called on the network
 * thread of the upstream, which must never be blocked.
 */
@NullMarked
package dev.weir.dataplane.kafka.upstream.connection;

import org.jspecify.annotations.NullMarked;
