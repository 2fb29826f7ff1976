package dev.weir.dataplane;

import dev.weir.dataplane.document.Documents;
import dev.weir.dataplane.management.Management;
import dev.weir.dataplane.management.Metrics;
import dev.weir.dataplane.management.Readiness;
import dev.weir.dataplane.management.Route;
import dev.weir.dataplane.net.http.Answer;
import dev.weir.dataplane.workload.Workloads;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What the management port of a data-plane answers. */
final class ManagementRoutes {
    private ManagementRoutes() {}

    static void add(
            Management management, Metrics metrics, Lifecycle lifecycle, Documents documents, Workloads workloads) {
        var readiness = new Readiness();
        readiness.add(() -> Map.of("life cycle", lifecycle.unready()));
        readiness.add(() -> {
            var checks = new LinkedHashMap<String, Optional<String>>();
            workloads.unready().forEach((document, reason) -> checks.put(document.toString(), reason));
            return checks;
        });
        management.add(Route.get("/livez", request -> Answer.json(200, Map.of("alive", true))));
        management.add(readiness.route());
        management.add(metrics.route());
        management.add(DocumentsRoute.of(documents::state));
        management.add(StatusRoute.of(lifecycle::phase, workloads));
    }
}
