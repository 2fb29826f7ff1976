package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.KeyedBy;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link KafkaCacheBinding} asks for. */
@Description("What to cache, from where, and how to serve it.")
@Rule(
        value = "has(self.exit) || (has(self.routes) && size(self.routes) > 0)",
        message = "there is neither a route nor an exit, so no topic would exist here: set exit to an upstream's name")
@Rule(
        value = "!has(self.exit) || self.upstreams.exists(u, u.name == self.exit)",
        message = "exit must be the name of one of the upstreams")
@Rule(
        value = "!has(self.routes) || size(self.routes) == 0 || self.routes.filter(r, r.when.exists(c, c.topic =="
                + " '*')).size() <= (self.routes[size(self.routes) - 1].when.exists(c, c.topic == '*') ? 1 : 0)",
        message = "no route may stand behind one that takes every topic")
@Rule(
        value = "!has(self.routes) || self.routes.all(r, self.upstreams.exists(u, u.name == r.exit))",
        message = "the exit of each route must be the name of one of the upstreams")
@Rule(
        value = "self.listeners.web.authentication.type != 'none' || !has(self.routes)"
                + " || self.routes.all(r, !has(r.scopes))",
        message = "scopes of routes are asked of nobody where listeners.web.authentication.type is none")
@Rule(
        value = "self.listeners.web.authentication.type != 'mtls' || has(self.listeners.web.authentication.mtls)"
                + " || (!has(self.listeners.web.authentication.scopes)"
                + " && (!has(self.routes) || self.routes.all(r, !has(r.scopes))))",
        message = "nobody is granted the scopes: say listeners.web.authentication.mtls.grants")
@Rule(value = "self.copies <= self.replicas", message = "copies must not be more than replicas")
public record KafkaCacheBindingSpec(
        @Description("How many pods hold and serve the cache.") @Default("1") @Range(min = 1, max = 1000)
        int replicas,

        @Description("How many of the pods hold each partition. With more than one, a pod may go without its readers "
                + "having to wait, and the readers of a busy partition are spread.")
        @Default("1")
        @Range(min = 1, max = 1000)
        int copies,

        @Description("The Kafka clusters that topics come from, each with a name that routes exit to.")
        @Size(min = 1, max = 16)
        @KeyedBy("name")
        List<Upstream> upstreams,

        @Description("Which topics come from which upstream. The first route that takes a topic decides; topics that "
                + "no route takes leave by the exit of the binding.")
        @Size(max = 256)
        List<TopicRoute> routes,

        @Description("The name of the upstream that all topics come from which no route takes. "
                + "Without it such topics do not exist here.")
        @Nullable
        @Format(Syntax.DNS_LABEL)
        String exit,

        @Description(
                "Topics that are fetched before anyone asks for them and kept fresh. New topics that match are picked"
                        + " up. Other topics are cached from the first time a client asks for them.")
        @Size(max = 256)
        @Distinct
        List<@Format(Syntax.TOPIC_GLOB) String> bootstrap,

        @Description("How topics are cached, by name or glob. The first entry that matches a topic counts.")
        @Size(max = 256)
        List<TopicOptions> topics,

        @Description("Where clients connect.") @Default("{}")
        KafkaListeners listeners,

        @Description("What clients may ask of each pod. At a limit they get a clear error.") @Default("{}")
        KafkaLimits limits,

        @Description("The volume of each pod, which holds what is cached.") @Default("{}")
        Storage storage,

        @Description("How this cache shows up in metrics.") @Default("{}")
        KafkaTelemetry telemetry,

        @Description(PodOptions.DESCRIPTION) @Default("{}") PodOptions pod) {

    public KafkaCacheBindingSpec {
        upstreams = Copies.of(upstreams);
        routes = Copies.of(routes);
        bootstrap = Copies.of(bootstrap);
        topics = Copies.of(topics);
        listeners = listeners == null ? KafkaListeners.DEFAULT : listeners;
        limits = limits == null ? KafkaLimits.DEFAULT : limits;
        storage = storage == null ? Storage.DEFAULT : storage;
        telemetry = telemetry == null ? KafkaTelemetry.NONE : telemetry;
        pod = pod == null ? PodOptions.NONE : pod;
    }
}
