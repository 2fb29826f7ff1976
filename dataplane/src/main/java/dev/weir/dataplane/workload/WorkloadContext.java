package dev.weir.dataplane.workload;

import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.net.EventLoops;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;

/**
 * What a workload is given to run with, for its whole life.
 *
 * @param document which document it runs
 * @param eventLoops where its connections run
 * @param meters its own meters, which go when it goes. Their tags should say nothing of the document: its kind, its
 *     name and its {@code telemetry.labels} are added whenever they are scraped.
 * @param dataDirectory its own folder, which exists, outlives it, and is used by nobody else
 * @param secrets where the secrets that its document names are found
 */
public record WorkloadContext(
        DocumentId document,
        EventLoops eventLoops,
        MeterRegistry meters,
        Path dataDirectory,
        Secrets secrets,
        InstantSource clock) {}
