package dev.weir.dataplane.kafka.wire.cluster;

import dev.weir.dataplane.kafka.upstream.ApiVersionRanges;
import dev.weir.dataplane.kafka.upstream.Upstreams;
import dev.weir.dataplane.kafka.wire.frame.Request;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ApiVersionsResponseData.FinalizedFeatureKey;
import org.apache.kafka.common.message.ApiVersionsResponseData.SupportedFeatureKey;
import org.apache.kafka.common.protocol.ApiKeys;
import org.jspecify.annotations.Nullable;

/**
 * What is served, in which versions: what there are handlers for, as far as the brokers of every upstream have it too,
 * since most of it is theirs to answer in the end. While nothing is known of upstream, what there are handlers for.
 */
public final class ServedVersions {
    /** The oldest that clients in use still ask to be listed, whether they use it or not (KIP-896). */
    private static final short PRODUCE_LISTED_MIN = ApiKeys.PRODUCE_API_VERSIONS_RESPONSE_MIN_VERSION;

    /** The next version is for brokers among themselves, and carries several transactions (KIP-890). */
    private static final short ADD_PARTITIONS_TO_TXN_MAX = 3;

    /** Older clients cannot read a supported feature whose lowest version is 0. */
    private static final short FEATURES_FROM_ZERO_VERSION = 4;

    private final Set<ApiKeys> handled;
    private final Upstreams upstreams;

    /**
     * Makes the table.
     *
     * @param handled what there are handlers for
     */
    public ServedVersions(Set<ApiKeys> handled, Upstreams upstreams) {
        this.handled = Set.copyOf(handled);
        this.upstreams = upstreams;
    }

    /** Whether a request is one that ApiVersions lists, or its answer would be. */
    public boolean serves(ApiKeys api, short version) {
        ApiVersionRanges.Range range = range(api);
        return range != null && version >= range.min() && version <= range.max();
    }

    private ApiVersionRanges.@Nullable Range range(ApiKeys api) {
        if (!handled.contains(api)) {
            return null;
        }
        short min = api.oldestVersion();
        short max = newest(api);
        if (api == ApiKeys.API_VERSIONS) {
            return new ApiVersionRanges.Range(min, max);
        }
        for (String upstream : upstreams.names()) {
            Map<ApiKeys, ApiVersionRanges.Range> known =
                    upstreams.relay().versions(upstream).apis();
            ApiVersionRanges.Range theirs = known.get(api);
            if (theirs != null) {
                min = (short) Math.max(min, theirs.min());
                max = (short) Math.min(max, theirs.max());
            } else if (!known.isEmpty()) {
                return null;
            }
        }
        return min <= max ? new ApiVersionRanges.Range(min, max) : null;
    }

    private static short newest(ApiKeys api) {
        return switch (api) {
            case API_VERSIONS -> Request.API_VERSIONS_MAX;
            case ADD_PARTITIONS_TO_TXN -> ADD_PARTITIONS_TO_TXN_MAX;
            default -> api.latestVersion(false);
        };
    }

    /** The answer to ApiVersions. */
    ApiVersionsResponseData response(short version) {
        var response = new ApiVersionsResponseData();
        for (ApiKeys api : ApiKeys.values()) {
            ApiVersionRanges.Range range = range(api);
            if (range != null) {
                response.apiKeys()
                        .add(new ApiVersion()
                                .setApiKey(api.id)
                                .setMinVersion(api == ApiKeys.PRODUCE ? PRODUCE_LISTED_MIN : range.min())
                                .setMaxVersion(range.max()));
            }
        }
        ApiVersionRanges features = upstreams.relay().versions(upstreams.home());
        features.supportedFeatures().forEach((name, range) -> {
            if (version >= FEATURES_FROM_ZERO_VERSION || range.min() > 0) {
                response.supportedFeatures()
                        .add(new SupportedFeatureKey()
                                .setName(name)
                                .setMinVersion(range.min())
                                .setMaxVersion(range.max()));
            }
        });
        features.finalizedFeatures()
                .forEach((name, range) -> response.finalizedFeatures()
                        .add(new FinalizedFeatureKey()
                                .setName(name)
                                .setMinVersionLevel(range.min())
                                .setMaxVersionLevel(range.max())));
        return response.setFinalizedFeaturesEpoch(features.finalizedFeaturesEpoch());
    }
}
