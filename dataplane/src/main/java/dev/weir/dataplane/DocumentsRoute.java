package dev.weir.dataplane;

import dev.weir.api.Problem;
import dev.weir.dataplane.document.DocumentsState;
import dev.weir.dataplane.document.DocumentsState.Active;
import dev.weir.dataplane.document.DocumentsState.Rejected;
import dev.weir.dataplane.document.LoadedDocument;
import dev.weir.dataplane.management.Route;
import dev.weir.dataplane.net.http.Answer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Tells which documents run, and which were rejected and why, as {@code deploy/reference/status.md} has it. */
final class DocumentsRoute {
    private DocumentsRoute() {}

    static Route of(Supplier<DocumentsState> documents) {
        return Route.get("/documents", request -> Answer.json(200, json(documents.get())));
    }

    static Map<String, Object> json(DocumentsState state) {
        var json = new LinkedHashMap<String, Object>();
        Active active = state.active();
        if (active != null) {
            json.put("active", json(active));
        }
        Rejected rejected = state.rejected();
        if (rejected != null) {
            json.put("rejected", json(rejected));
        }
        return json;
    }

    private static Map<String, Object> json(Active active) {
        var json = new LinkedHashMap<String, Object>();
        json.put("checksum", active.loaded().checksum());
        json.put("since", active.since().toString());
        json.put(
                "documents",
                active.loaded().documents().stream().map(DocumentsRoute::json).toList());
        return json;
    }

    private static Map<String, Object> json(LoadedDocument loaded) {
        var json = new LinkedHashMap<String, Object>();
        json.put("kind", loaded.document().kind());
        json.put("name", loaded.document().metadata().name());
        json.put("file", loaded.file());
        return json;
    }

    private static Map<String, Object> json(Rejected rejected) {
        var json = new LinkedHashMap<String, Object>();
        if (rejected.checksum() != null) {
            json.put("checksum", rejected.checksum());
        }
        json.put("since", rejected.since().toString());
        json.put(
                "problems",
                rejected.problems().stream().map(DocumentsRoute::json).toList());
        return json;
    }

    private static Map<String, Object> json(Problem problem) {
        var json = new LinkedHashMap<String, Object>();
        json.put("file", problem.file());
        json.put("document", problem.document());
        json.put("path", problem.path());
        json.put("message", problem.message());
        json.put("advice", problem.advice());
        json.values().removeIf(""::equals);
        return json;
    }
}
