package dev.weir.dataplane.kafka;

import dev.weir.api.Problem;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.http.Answer;
import dev.weir.dataplane.net.http.HttpAnswers;
import dev.weir.dataplane.net.http.HttpBounds;
import dev.weir.dataplane.workload.Ports;
import java.util.List;

/** Holds the port for web clients, who are told that they are not served in this version. */
final class WebPlaceholder {
    private WebPlaceholder() {}

    static void claim(Ports ports, int port, List<Problem> problems) {
        Claim claim = ports.claim(
                "web",
                port,
                ListenerOptions.DEFAULT,
                connection -> HttpAnswers.serve(
                        connection,
                        HttpBounds.DEFAULT,
                        request -> Answer.error(503, "serving topics to web clients is not in this version")));
        if (claim instanceof Claim.Unavailable unavailable) {
            problems.add(Problem.at("spec.listeners.web.port", unavailable.message(), unavailable.advice()));
        }
    }
}
