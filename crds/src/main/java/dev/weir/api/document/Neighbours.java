package dev.weir.api.document;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Finds documents that cannot stand side by side: those of one kind and name, and those that want the same port. */
final class Neighbours {
    private final Map<String, Reading> byTitle = new HashMap<>();
    private final Map<Integer, Reading> byPort = new HashMap<>();

    private Neighbours() {}

    static void compare(List<Reading> readings) {
        var neighbours = new Neighbours();
        for (Reading reading : readings) {
            Document document = reading.document();
            if (document != null) {
                neighbours.compareNames(reading, document);
                neighbours.comparePorts(reading, document);
            }
        }
    }

    private void compareNames(Reading reading, Document document) {
        if (reading.findings().touches("metadata.name")) {
            return;
        }
        Reading first =
                byTitle.putIfAbsent(document.kind() + " " + document.metadata().name(), reading);
        if (first != null) {
            String where = first.file().equals(reading.file()) ? "this file" : first.file();
            String message = "there is another " + reading.title() + " in " + where;
            reading.findings().add("metadata.name", message, "rename or remove one of them");
        }
    }

    private void comparePorts(Reading reading, Document document) {
        Map<String, Integer> ports = ports(document);
        // also without a port that clashes with another of the same document
        ports.keySet().removeIf(reading.findings()::touches);
        ports.forEach((path, port) -> {
            Reading first = byPort.putIfAbsent(port, reading);
            if (first != null) {
                String other = first.title() + " in " + first.file();
                reading.findings().add(path, "port " + port + " is also that of " + other, "choose another port");
            }
        });
    }

    private static Map<String, Integer> ports(Document document) {
        var ports = new LinkedHashMap<String, Integer>();
        switch (document) {
            case KafkaCacheBindingDocument binding -> {
                ports.put(
                        "spec.listeners.kafka.port",
                        binding.spec().listeners().kafka().port());
                ports.put(
                        "spec.listeners.web.port",
                        binding.spec().listeners().web().port());
            }
            case HttpCacheDocument cache ->
                ports.put(
                        "spec.listeners.http.port",
                        cache.spec().listeners().http().port());
        }
        return ports;
    }
}
