package dev.weir.dataplane.kafka.wire.fetch;

import dev.weir.dataplane.kafka.upstream.Upstreams;

/** What every fetch is done with. */
record FetchWork(Upstreams upstreams, PartitionReader reader, Inquiry inquiry, Purgatory purgatory) {}
