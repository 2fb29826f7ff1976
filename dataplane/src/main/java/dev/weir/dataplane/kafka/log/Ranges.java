package dev.weir.dataplane.kafka.log;

import java.util.Map;
import java.util.TreeMap;

/** Parts of a file, joined where they touch. Not thread-safe. */
final class Ranges {
    private final TreeMap<Integer, Integer> endByStart = new TreeMap<>();

    boolean cover(int from, int to) {
        Map.Entry<Integer, Integer> floor = endByStart.floorEntry(from);
        return from >= to || (floor != null && floor.getValue() >= to);
    }

    void add(int from, int to) {
        int start = from;
        int end = to;
        Map.Entry<Integer, Integer> before = endByStart.floorEntry(from);
        if (before != null && before.getValue() >= from) {
            start = before.getKey();
            end = Math.max(end, before.getValue());
        }
        Map.Entry<Integer, Integer> touched = endByStart.ceilingEntry(start);
        while (touched != null && touched.getKey() <= end) {
            end = Math.max(end, touched.getValue());
            endByStart.remove(touched.getKey());
            touched = endByStart.ceilingEntry(start);
        }
        endByStart.put(start, end);
    }
}
