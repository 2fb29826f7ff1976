package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.KeyedBy;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import java.util.List;

/** What an {@link HttpCache} asks for. */
@Description("What to cache, from where, and how to serve it.")
@Rule(
        value = "self.routes.filter(r, " + HttpCacheSpec.TAKES_ALL + ").size() <= "
                + "self.routes.filter(r, r.name == self.routes[size(self.routes) - 1].name && "
                + HttpCacheSpec.TAKES_ALL + ").size()",
        message = "no route may stand behind one that takes every request")
public record HttpCacheSpec(
        @Description("How many pods hold and serve the cache.") @Default("1") @Range(min = 1, max = 1000)
        int replicas,

        @Description("Which requests go to which origin. The first route that takes a request decides; "
                + "a request that none takes is answered with 404.")
        @Size(min = 1, max = 256)
        @KeyedBy("name")
        List<HttpRoute> routes,

        @Description("Where clients connect.") @Default("{}")
        HttpListeners listeners,

        @Description("What each pod keeps.") @Default("{}") HttpStore store,

        @Description("What the management port lets be done.") @Default("{}")
        HttpManagement management,

        @Description("What clients may ask of each pod.") @Default("{}")
        HttpLimits limits,

        @Description("How this cache shows up in metrics and logs.") @Default("{}")
        HttpTelemetry telemetry,

        @Description(PodOptions.DESCRIPTION) @Default("{}") PodOptions pod) {
    static final String TAKES_ALL = "(!has(r.when) || size(r.when) == 0 || r.when.exists(c, !has(c.host) && "
            + "(!has(c.methods) || size(c.methods) == 0) && has(c.path) && c.path == '/**'))";

    public HttpCacheSpec {
        routes = Copies.of(routes);
        listeners = listeners == null ? HttpListeners.DEFAULT : listeners;
        store = store == null ? HttpStore.DEFAULT : store;
        management = management == null ? HttpManagement.NONE : management;
        limits = limits == null ? HttpLimits.DEFAULT : limits;
        telemetry = telemetry == null ? HttpTelemetry.NONE : telemetry;
        pod = pod == null ? PodOptions.NONE : pod;
    }
}
