/** The listener for web clients: topics over HTTP, from the same logs that Kafka clients read. */
@NullMarked
package dev.weir.dataplane.kafka.web;

import org.jspecify.annotations.NullMarked;
