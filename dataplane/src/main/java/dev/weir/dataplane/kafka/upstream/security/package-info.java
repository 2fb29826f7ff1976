/**
 * Turns what a document says of TLS, SASL and client settings, and the files of the secrets it names, into the settings
 * of a Kafka client, and those into Kafka's channel builders. Reads files and so blocks; never on a network thread.
 *
 * <p>Nothing here logs a value of a secret.
 */
@NullMarked
package dev.weir.dataplane.kafka.upstream.security;

import org.jspecify.annotations.NullMarked;
