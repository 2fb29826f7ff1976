package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.dataplane.kafka.upstream.ApiVersionRanges;
import dev.weir.dataplane.kafka.upstream.ApiVersionRanges.Range;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.protocol.ApiKeys;

/** What several brokers, perhaps of several versions, have in common. */
final class VersionRanges {
    private VersionRanges() {}

    static ApiVersionRanges common(Collection<NodeApiVersions> brokers) {
        Map<ApiKeys, Range> apis = null;
        Map<String, Range> supported = new HashMap<>();
        Map<String, Range> finalized = new HashMap<>();
        long epoch = -1;
        for (NodeApiVersions broker : brokers) {
            Map<ApiKeys, Range> its = new EnumMap<>(ApiKeys.class);
            broker.allSupportedApiVersions()
                    .forEach((key, told) -> its.put(key, new Range(told.minVersion(), told.maxVersion())));
            if (apis == null) {
                apis = its;
                broker.supportedFeatures()
                        .forEach((name, told) -> supported.put(name, new Range(told.min(), told.max())));
            } else {
                intersect(apis, its);
            }
            if (broker.finalizedFeaturesEpoch() > epoch) {
                // those of the whole cluster, as of the latest word
                epoch = broker.finalizedFeaturesEpoch();
                finalized.clear();
                broker.finalizedFeatures().forEach((name, level) -> finalized.put(name, new Range(level, level)));
            }
        }
        return apis == null ? ApiVersionRanges.UNKNOWN : new ApiVersionRanges(apis, supported, finalized, epoch);
    }

    private static void intersect(Map<ApiKeys, Range> common, Map<ApiKeys, Range> other) {
        common.keySet().retainAll(other.keySet());
        common.replaceAll((key, range) -> {
            Range its = other.getOrDefault(key, range);
            return new Range((short) Math.max(range.min(), its.min()), (short) Math.min(range.max(), its.max()));
        });
        common.values().removeIf(range -> range.min() > range.max());
    }
}
