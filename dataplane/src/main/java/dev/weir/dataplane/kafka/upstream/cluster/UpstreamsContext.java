package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.kafka.log.LogStore;
import dev.weir.dataplane.kafka.upstream.Ownership;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import org.apache.kafka.common.utils.Time;

/**
 * What the upstreams of a binding work with.
 *
 * @param store outlives them, and is closed after them
 * @param folder where they remember what they know; exists
 * @param ownership which partitions this pod holds; say when it changes
 */
public record UpstreamsContext(
        LogStore store,
        Path folder,
        Secrets secrets,
        Ownership ownership,
        Time time,
        InstantSource clock,
        MeterRegistry meters) {}
