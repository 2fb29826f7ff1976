package dev.weir.dataplane.kafka;

import dev.weir.dataplane.kafka.log.Recovery;
import dev.weir.dataplane.kafka.placement.Pod;
import dev.weir.dataplane.kafka.upstream.UpstreamStatus;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * How a cache does at one moment, and how that is told under {@code /status}. The operator and scripts of users read
 * it: {@code deploy/reference/status.md} is the contract.
 *
 * @param listener the certificate that the listener for Kafka clients shows, or null while it is not secured
 * @param web the same of the listener for web clients
 * @param keys that its clients' tokens are verified with, or null where none are asked for
 */
record KafkaCacheReport(
        List<UpstreamStatus> upstreams,
        @Nullable Certificate listener,
        @Nullable Certificate web,
        @Nullable Keys keys,
        List<Held> partitions,
        Pod self,
        List<Pod> pods,
        Recovery recovery) {
    /** Topics, and partitions in trouble, that are told one by one. */
    private static final int LISTED_MAX = 500;

    KafkaCacheReport {
        upstreams = List.copyOf(upstreams);
        partitions = List.copyOf(partitions);
        pods = List.copyOf(pods);
    }

    /**
     * A partition that this pod holds.
     *
     * @param warm whether it has caught up since the start
     * @param lag how many records upstream has that are not here yet
     * @param trouble why it does not advance, or empty
     */
    record Held(TopicPartition partition, boolean warm, long bytes, long lag, String trouble) {}

    /**
     * A certificate in use.
     *
     * @param problem why another that was given since is not used, or null
     */
    record Certificate(
            String subject, Instant expires, @Nullable String problem) {}

    /**
     * The keys that tokens are verified with.
     *
     * @param problem why they may be old, or are not known, or null
     * @param ofSecret whether they come from a Secret
     */
    record Keys(int known, @Nullable String problem, boolean ofSecret) {}

    /** JSON values. */
    Map<String, Object> told() {
        SortedMap<String, Sum> topics = topics();
        var all = new Sum();
        partitions.forEach(all::add);
        Map<String, Object> cache = new LinkedHashMap<>();
        cache.put("topics", topics.size());
        cache.putAll(all.told());
        cache.put("maxLag", partitions.stream().mapToLong(Held::lag).max().orElse(0));
        Map<String, Object> listed = new LinkedHashMap<>();
        topics.entrySet().stream()
                .limit(LISTED_MAX)
                .forEach(topic -> listed.put(topic.getKey(), topic.getValue().told()));
        Map<String, Object> status = new LinkedHashMap<>();
        status.put("upstreams", upstreams.stream().map(KafkaCacheReport::told).toList());
        if (listener != null) {
            status.put("listenerCertificate", told(listener));
        }
        if (web != null) {
            status.put("webListenerCertificate", told(web));
        }
        if (keys != null) {
            status.put("webKeys", told(keys));
        }
        status.put("cache", cache);
        status.put("topics", listed);
        status.put("trouble", trouble());
        status.put("pod", self.ordinal());
        status.put("pods", pods.stream().map(KafkaCacheReport::told).toList());
        status.put("recovery", told(recovery));
        return status;
    }

    /** Of a hundred partitions, how many have caught up. */
    int warmPercent() {
        int warm = (int) partitions.stream().filter(Held::warm).count();
        return partitions.isEmpty() ? 100 : warm * 100 / partitions.size();
    }

    private SortedMap<String, Sum> topics() {
        var topics = new TreeMap<String, Sum>();
        for (Held held : partitions) {
            topics.computeIfAbsent(held.partition().topic(), name -> new Sum()).add(held);
        }
        return topics;
    }

    private List<Map<String, Object>> trouble() {
        return partitions.stream()
                .filter(held -> !held.trouble().isEmpty())
                .limit(LISTED_MAX)
                .map(held -> {
                    Map<String, Object> told = new LinkedHashMap<>();
                    told.put("topic", held.partition().topic());
                    told.put("partition", held.partition().partition());
                    told.put("reason", held.trouble());
                    return told;
                })
                .toList();
    }

    private static Map<String, Object> told(UpstreamStatus upstream) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("name", upstream.name());
        told.put("connected", upstream.connected());
        told.put("since", upstream.since().toString());
        told.put("brokers", upstream.brokers());
        if (upstream.lastError() != null) {
            told.put("problem", upstream.lastError());
        }
        if (upstream.secretsProblem() != null) {
            told.put("secretsProblem", upstream.secretsProblem());
        }
        return told;
    }

    private static Map<String, Object> told(Certificate certificate) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("subject", certificate.subject());
        told.put("expires", certificate.expires().toString());
        if (certificate.problem() != null) {
            told.put("problem", certificate.problem());
        }
        return told;
    }

    private static Map<String, Object> told(Keys keys) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("known", keys.known());
        if (keys.problem() != null) {
            told.put(keys.ofSecret() ? "secretsProblem" : "problem", keys.problem());
        }
        return told;
    }

    private static Map<String, Object> told(Pod pod) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("ordinal", pod.ordinal());
        told.put("host", pod.host());
        told.put("port", pod.port());
        told.put("ready", pod.ready());
        return told;
    }

    private static Map<String, Object> told(Recovery recovery) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("durationMillis", recovery.took().toMillis());
        told.put("partitions", recovery.partitions());
        told.put("replayedBytes", recovery.replayedBytes());
        told.put("rescanned", recovery.rescanned());
        told.put("offline", recovery.offline());
        return told;
    }

    /** What a topic, or all of them, amount to. */
    private static final class Sum {
        private int partitions;
        private int warm;
        private long bytes;
        private long lag;

        void add(Held held) {
            partitions++;
            warm += held.warm() ? 1 : 0;
            bytes += held.bytes();
            lag += held.lag();
        }

        Map<String, Object> told() {
            Map<String, Object> told = new LinkedHashMap<>();
            told.put("partitions", partitions);
            told.put("warmPartitions", warm);
            told.put("bytes", bytes);
            told.put("lag", lag);
            return told;
        }
    }
}
