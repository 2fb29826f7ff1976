package dev.weir.dataplane.management;

import static java.util.stream.Collectors.toList;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.DataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricMetadata;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiFunction;

/**
 * Brings what several registries tell into one exposition: the format wants all series of a metric together, whichever
 * registry they come from.
 */
final class Exposition {
    private final Map<String, Family> families = new TreeMap<>();

    /** A metric, and its series so far. */
    private record Family(MetricSnapshot first, List<DataPointSnapshot> points) {}

    /** Adds series, with labels that each of them gets. */
    void add(MetricSnapshots snapshots, Labels labels) {
        for (MetricSnapshot snapshot : snapshots) {
            Family family = families.computeIfAbsent(
                    snapshot.getMetadata().getPrometheusName(), name -> new Family(snapshot, new ArrayList<>()));
            for (DataPointSnapshot point : snapshot.getDataPoints()) {
                family.points().add(labelled(point, with(point.getLabels(), labels)));
            }
        }
    }

    MetricSnapshots snapshots() {
        return new MetricSnapshots(
                families.values().stream().map(Exposition::snapshot).toList());
    }

    private static Labels with(Labels own, Labels added) {
        Labels all = own;
        for (Label label : added) {
            if (!all.contains(label.getName())) {
                all = all.add(label.getName(), label.getValue());
            }
        }
        return all;
    }

    private static DataPointSnapshot labelled(DataPointSnapshot point, Labels labels) {
        return switch (point) {
            case CounterDataPointSnapshot it ->
                new CounterDataPointSnapshot(it.getValue(), labels, it.getExemplar(), it.getCreatedTimestampMillis());
            case GaugeDataPointSnapshot it -> new GaugeDataPointSnapshot(it.getValue(), labels, it.getExemplar());
            case SummaryDataPointSnapshot it ->
                new SummaryDataPointSnapshot(
                        it.getCount(),
                        it.getSum(),
                        it.getQuantiles(),
                        labels,
                        it.getExemplars(),
                        it.getCreatedTimestampMillis());
            case HistogramDataPointSnapshot it ->
                new HistogramDataPointSnapshot(
                        it.getClassicBuckets(), it.getSum(), labels, it.getExemplars(), it.getCreatedTimestampMillis());
            case InfoDataPointSnapshot it -> new InfoDataPointSnapshot(labels);
            default -> throw new IllegalStateException("a kind of meter that nothing here uses: " + point.getClass());
        };
    }

    private static MetricSnapshot snapshot(Family family) {
        List<DataPointSnapshot> points = family.points();
        MetricMetadata metadata = family.first().getMetadata();
        return switch (family.first()) {
            case CounterSnapshot it -> of(CounterSnapshot::new, metadata, points, CounterDataPointSnapshot.class);
            case GaugeSnapshot it -> of(GaugeSnapshot::new, metadata, points, GaugeDataPointSnapshot.class);
            case SummarySnapshot it -> of(SummarySnapshot::new, metadata, points, SummaryDataPointSnapshot.class);
            case HistogramSnapshot it -> of(HistogramSnapshot::new, metadata, points, HistogramDataPointSnapshot.class);
            case InfoSnapshot it -> of(InfoSnapshot::new, metadata, points, InfoDataPointSnapshot.class);
            default -> throw new IllegalStateException("a kind of meter that nothing here uses: " + metadata.getName());
        };
    }

    private static <P extends DataPointSnapshot> MetricSnapshot of(
            BiFunction<MetricMetadata, Collection<P>, MetricSnapshot> snapshot,
            MetricMetadata metadata,
            List<DataPointSnapshot> points,
            Class<P> type) {
        // a metric of one name and two types is a mistake in the code, and the cast tells it
        return snapshot.apply(metadata, points.stream().map(type::cast).collect(toList()));
    }
}
