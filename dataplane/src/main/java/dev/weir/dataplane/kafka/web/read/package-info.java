/** Reading a topic: where a reader is, what comes next of each partition, and all partitions as one stream. */
@NullMarked
package dev.weir.dataplane.kafka.web.read;

import org.jspecify.annotations.NullMarked;
