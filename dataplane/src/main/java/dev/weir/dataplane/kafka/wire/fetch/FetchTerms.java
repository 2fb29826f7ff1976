package dev.weir.dataplane.kafka.wire.fetch;

import org.apache.kafka.common.IsolationLevel;

/**
 * What a client asks of all partitions of a fetch alike.
 *
 * @param client differs between any two connections
 * @param version of the request
 * @param bytesMax of the response
 */
record FetchTerms(
        String client, short version, IsolationLevel isolation, int waitMillisMax, int bytesMin, int bytesMax) {}
