package dev.weir.dataplane;

import dev.weir.dataplane.management.Route;
import dev.weir.dataplane.net.http.Answer;
import dev.weir.dataplane.workload.DocumentId;
import dev.weir.dataplane.workload.Workloads;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Tells what each document's workload says of itself, as {@code deploy/reference/status.md} has it. */
final class StatusRoute {
    private StatusRoute() {}

    static Route of(Supplier<Phase> phase, Workloads workloads) {
        return Route.get("/status", request -> Answer.json(200, json(phase.get(), workloads.status())));
    }

    static Map<String, Object> json(Phase phase, Map<DocumentId, Map<String, Object>> workloads) {
        var documents = new ArrayList<Map<String, Object>>();
        for (Map.Entry<DocumentId, Map<String, Object>> entry : workloads.entrySet()) {
            var document = new LinkedHashMap<String, Object>();
            document.put("kind", entry.getKey().kind());
            document.put("name", entry.getKey().name());
            document.put("status", entry.getValue());
            documents.add(document);
        }
        var json = new LinkedHashMap<String, Object>();
        json.put("phase", phase.label());
        json.put("version", Version.current());
        json.put("documents", documents);
        return json;
    }
}
