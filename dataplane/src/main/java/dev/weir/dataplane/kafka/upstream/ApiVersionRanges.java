package dev.weir.dataplane.kafka.upstream;

import java.util.Map;
import org.apache.kafka.common.protocol.ApiKeys;

/**
 * What every broker of an upstream can do, as ApiVersions tells it; known from the last run until one was reached.
 *
 * @param apis the versions that all brokers have in common, ours or not
 * @param finalizedFeaturesEpoch -1 when unknown
 */
public record ApiVersionRanges(
        Map<ApiKeys, Range> apis,
        Map<String, Range> supportedFeatures,
        Map<String, Range> finalizedFeatures,
        long finalizedFeaturesEpoch) {
    public static final ApiVersionRanges UNKNOWN = new ApiVersionRanges(Map.of(), Map.of(), Map.of(), -1);

    public ApiVersionRanges {
        apis = Map.copyOf(apis);
        supportedFeatures = Map.copyOf(supportedFeatures);
        finalizedFeatures = Map.copyOf(finalizedFeatures);
    }

    /** Both ends belong to it. */
    public record Range(short min, short max) {}
}
