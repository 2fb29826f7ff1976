package dev.weir.e2e.demo.origin;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How often each path was asked for; the paths beyond a bound are counted together. */
final class Counter {
    private static final int PATHS_MAX = 100;
    private static final String OTHERS = "others";

    private final Map<String, Long> requests = new TreeMap<>();

    /** Returns how many requests there have been for this path, with this one. */
    synchronized long count(String path) {
        String counted = requests.containsKey(path) || requests.size() < PATHS_MAX ? path : OTHERS;
        return requests.merge(counted, 1L, Long::sum);
    }

    synchronized String json() {
        long total = requests.values().stream().mapToLong(Long::longValue).sum();
        String paths = requests.entrySet().stream()
                .map(entry -> quoted(entry.getKey()) + ":" + entry.getValue())
                .collect(Collectors.joining(","));
        return "{\"requests\":" + total + ",\"paths\":{" + paths + "}}\n";
    }

    private static String quoted(String path) {
        return "\"" + path.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", "?") + "\"";
    }
}
