package dev.weir.dataplane.kafka.upstream.cluster;

import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.Problem;
import dev.weir.api.Upstream;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.kafka.upstream.security.ChannelBuilderFactory;
import dev.weir.dataplane.kafka.upstream.security.ClientConfig;
import dev.weir.dataplane.kafka.upstream.security.ClientConfigReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.common.network.ChannelBuilder;
import org.apache.kafka.common.utils.Time;
import org.jspecify.annotations.Nullable;

/** Everything about a document's upstreams that can fail, done before anything changes. */
final class PreparedUpstreams implements Change.Ready {
    private final Plan plan;
    private final List<Wanted> wanted;
    private final BiConsumer<Plan, List<Wanted>> apply;

    /**
     * An upstream that is to be there.
     *
     * @param channelBuilder null where the present cluster goes on with its own
     */
    record Wanted(ClusterSettings settings, @Nullable ChannelBuilder channelBuilder) {}

    private PreparedUpstreams(Plan plan, List<Wanted> wanted, BiConsumer<Plan, List<Wanted>> apply) {
        this.plan = plan;
        this.wanted = wanted;
        this.apply = apply;
    }

    static Change prepare(
            KafkaCacheBindingSpec spec,
            Map<String, UpstreamCluster> present,
            Secrets secrets,
            Time time,
            BiConsumer<Plan, List<Wanted>> apply) {
        List<Problem> problems = new ArrayList<>();
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < spec.upstreams().size(); i++) {
            Upstream upstream = spec.upstreams().get(i);
            String path = "spec.upstreams[" + i + "]";
            switch (ClientConfigReader.read(upstream, path, secrets)) {
                case ClientConfig.Refused refused -> problems.addAll(refused.problems());
                case ClientConfig.Read read -> {
                    ClusterSettings settings = ClusterSettingsReader.read(
                            upstream, read.values(), spec.telemetry().partitionMetrics());
                    try {
                        wanted.add(new Wanted(settings, channelBuilder(settings, present.get(upstream.name()), time)));
                    } catch (ChannelBuilderFactory.Unusable e) {
                        problems.add(Problem.at(
                                path,
                                "its connections cannot be secured: " + e.getMessage(),
                                "check the certificates, keys and credentials in the secrets it names"));
                    }
                }
            }
        }
        var prepared = new PreparedUpstreams(Plan.of(spec), wanted, apply);
        if (problems.isEmpty()) {
            return prepared;
        }
        prepared.abort();
        return new Change.Refused(problems);
    }

    private static @Nullable ChannelBuilder channelBuilder(
            ClusterSettings settings, @Nullable UpstreamCluster present, Time time)
            throws ChannelBuilderFactory.Unusable {
        boolean goesOn = present != null
                && present.settings().isLike(settings)
                && present.settings().client().equals(settings.client());
        if (goesOn) {
            return null;
        }
        // what is new has nothing to lose by waiting for its login; what connects already would
        return present == null
                ? ChannelBuilderFactory.createPatiently(settings.client(), time)
                : ChannelBuilderFactory.create(settings.client(), time);
    }

    @Override
    public void commit() {
        apply.accept(plan, wanted);
    }

    @Override
    public void abort() {
        for (Wanted one : wanted) {
            if (one.channelBuilder != null) {
                one.channelBuilder.close();
            }
        }
    }
}
