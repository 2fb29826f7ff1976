package dev.weir.operator.monitoring;

import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The metrics that there are, each with its labels: those of the reference pages, which other tests hold to the code;
 * those that Micrometer tells of a process; and the few of the kubelet that we count on.
 */
record Vocabulary(Map<String, Set<String>> metrics) {
    private static final Path PAGES = Path.of("../deploy/reference");
    private static final Pattern WORD = Pattern.compile("\\w+");

    /** What whoever scrapes a pod adds. */
    private static final Set<String> OF_THE_TARGET = Set.of("namespace", "pod", "container", "job", "instance");

    private static final Set<String> OF_A_CLAIM =
            Set.of("namespace", "persistentvolumeclaim", "node", "job", "instance");

    static Vocabulary ofAll() throws IOException {
        var vocabulary = new Vocabulary(new LinkedHashMap<>());
        for (String page : List.of("metrics.md", "operator-metrics.md")) {
            for (String line : Files.readAllLines(PAGES.resolve(page))) {
                if (line.startsWith("| `weir_")) {
                    vocabulary.addListed(line.split("\\|", -1));
                }
            }
        }
        vocabulary.addOfProcess();
        for (String what : List.of("available", "capacity", "used")) {
            vocabulary.metrics().put("kubelet_volume_stats_" + what + "_bytes", OF_A_CLAIM);
        }
        return vocabulary;
    }

    private void addListed(String[] cells) {
        String name = cells[1].strip().replace("`", "");
        var labels = new HashSet<>(OF_THE_TARGET);
        if (name.startsWith("weir_kafka_") || name.startsWith("weir_http_") || name.startsWith("weir_connections")) {
            labels.addAll(Set.of("kind", "name"));
        }
        WORD.matcher(cells[3]).results().forEach(label -> labels.add(label.group()));
        if (cells[2].strip().startsWith("summary")) {
            List.of("_count", "_sum", "_max").forEach(suffix -> metrics.put(name + suffix, labels));
        } else {
            metrics.put(name, labels);
        }
    }

    private void addOfProcess() {
        var meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        new JvmMemoryMetrics().bindTo(meters);
        new JvmThreadMetrics().bindTo(meters);
        new ProcessorMetrics().bindTo(meters);
        new UptimeMetrics().bindTo(meters);
        meters.scrape().lines().filter(line -> !line.startsWith("#")).forEach(line -> {
            Query series = Query.parse(line.substring(0, line.lastIndexOf(' ')));
            series.selected().forEach((metric, labels) -> {
                var all = new HashSet<>(OF_THE_TARGET);
                all.addAll(labels);
                metrics.put(metric, all);
            });
        });
    }

    /** What a query names and nobody tells; nothing when it is right. */
    List<String> unknownIn(String text) {
        Query query = Query.parse(text);
        var unknown = new ArrayList<String>();
        Set<String> labels = new LinkedHashSet<>(query.made());
        query.selected().forEach((metric, selectedBy) -> {
            Set<String> known = metrics.get(metric);
            if (known == null) {
                unknown.add("metric " + metric);
            } else {
                labels.addAll(known);
                selectedBy.stream()
                        .filter(label -> !known.contains(label))
                        .forEach(label -> unknown.add("label " + label + " of " + metric));
            }
        });
        query.grouped().stream()
                .filter(label -> !labels.contains(label))
                .forEach(label -> unknown.add("label " + label));
        return unknown;
    }
}
