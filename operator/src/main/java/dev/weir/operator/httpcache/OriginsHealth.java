package dev.weir.operator.httpcache;

import static java.util.stream.Collectors.joining;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.conditions.Reason;
import dev.weir.operator.conditions.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Whether each ready pod reaches at least one server of each route: as many as a route needs to be served. */
final class OriginsHealth {

    private static final int SERVERS_MAX = 5;

    /** That a pod does not reach a server. */
    private record Lost(String pod, String route, String server, String problem) {}

    private OriginsHealth() {}

    static Statement of(List<PodReport> pods) {
        boolean told = false;
        var lost = new ArrayList<Lost>();
        for (PodReport pod : pods) {
            if (!pod.ready()) {
                continue;
            }
            for (JsonNode route : status(pod).path("routes")) {
                told = true;
                List<Lost> ofRoute = lost(pod.pod(), route);
                if (!ofRoute.isEmpty()
                        && ofRoute.size() == route.path("servers").size()) {
                    return Reason.ORIGIN_LOST.because(unreachable(ofRoute));
                }
                lost.addAll(ofRoute);
            }
        }
        return told
                ? Reason.ORIGINS_REACHABLE.because(reachable(lost.isEmpty() ? null : lost.getFirst()))
                : Reason.ORIGINS_NOT_TOLD.because(
                        "No ready pod has told whether it reaches the servers of the routes.");
    }

    private static List<Lost> lost(String pod, JsonNode route) {
        var lost = new ArrayList<Lost>();
        for (JsonNode server : route.path("servers")) {
            if (!server.path("reachable").asBoolean()) {
                lost.add(new Lost(
                        pod, route.path("name").asText(), server.path("url").asText(), text(server.path("problem"))));
            }
        }
        return lost;
    }

    private static String unreachable(List<Lost> all) {
        String servers = all.stream()
                .limit(SERVERS_MAX)
                .map(lost -> lost.server + " (" + lost.problem + ")")
                .collect(joining(", "));
        return all.getFirst().pod + " reaches no server of route " + all.getFirst().route + ": " + servers
                + (all.size() > SERVERS_MAX ? " and others" : "") + ". What is cached is served meanwhile.";
    }

    private static String reachable(@Nullable Lost some) {
        return "Every ready pod reaches a server of every route"
                + (some == null
                        ? "."
                        : ", though " + some.pod + " not " + some.server + " of route " + some.route + ": "
                                + some.problem + ".");
    }

    private static String text(JsonNode problem) {
        return problem.isTextual() ? problem.asText() : "it tells no reason";
    }

    private static JsonNode status(PodReport pod) {
        return pod.answer() instanceof Told told ? told.status() : MissingNode.getInstance();
    }
}
