package dev.weir.dataplane.management;

import dev.weir.dataplane.net.http.Answer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Whether this process should be sent traffic, and if not, why. */
public final class Readiness {
    private final List<Check> checks = new CopyOnWriteArrayList<>();

    /** Things that have to be so. Called on the management thread; must not block. */
    @FunctionalInterface
    public interface Check {
        /** What was looked at, and for each the reason why it is not ready, or empty when it is. */
        Map<String, Optional<String>> look();
    }

    public void add(Check check) {
        checks.add(check);
    }

    /** 200 when everything is ready and 503 otherwise, with every check and its reason. */
    public Route route() {
        return Route.get("/readyz", request -> answer());
    }

    private Answer answer() {
        var told = new ArrayList<Map<String, Object>>();
        boolean ready = true;
        for (Check check : checks) {
            for (Map.Entry<String, Optional<String>> found : check.look().entrySet()) {
                var entry = new LinkedHashMap<String, Object>();
                entry.put("check", found.getKey());
                entry.put("ready", found.getValue().isEmpty());
                found.getValue().ifPresent(reason -> entry.put("reason", reason));
                told.add(entry);
                ready &= found.getValue().isEmpty();
            }
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("ready", ready);
        body.put("checks", told);
        return Answer.json(ready ? 200 : 503, body);
    }
}
