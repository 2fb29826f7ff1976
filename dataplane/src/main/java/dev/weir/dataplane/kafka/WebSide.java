package dev.weir.dataplane.kafka;

import dev.weir.api.Cors;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.Problem;
import dev.weir.api.WebListener;
import dev.weir.dataplane.http.server.HttpServer;
import dev.weir.dataplane.http.server.ServerSettings;
import dev.weir.dataplane.kafka.web.WebFront;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.tls.ServerTls;
import dev.weir.dataplane.workload.ListenerTlsFiles;
import dev.weir.dataplane.workload.Ports;
import dev.weir.dataplane.workload.WorkloadContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The listener for web clients, through all changes of its document. */
final class WebSide {
    private static final String PATH = "spec.listeners.web";

    private final WorkloadContext context;
    private final WebFront front;
    private volatile @Nullable ServerTls tls;

    WebSide(WorkloadContext context, WebFront front) {
        this.context = context;
        this.front = front;
    }

    /** What the listener is to become, unless there are problems. */
    final class Next {
        private final WebListener listener;
        private final List<Problem> problems = new ArrayList<>();
        private final @Nullable ServerTls secured;

        private Next(KafkaCacheBindingSpec spec, Ports ports) {
            this.listener = spec.listeners().web();
            ListenerTlsFiles.Outcome outcome = ListenerTlsFiles.open(
                    listener.tls(), PATH + ".tls", ServerSettings.protocols(true), context.secrets(), tls);
            problems.addAll(outcome.problems());
            secured = outcome.tls();
            ServerSettings settings = ServerSettings.DEFAULT.with(context.clock());
            var server = new HttpServer(
                    secured == null ? settings : settings.with(secured), context.meters(), front::serve);
            if (ports.claim("web", listener.port(), ListenerOptions.DEFAULT, server)
                    instanceof Claim.Unavailable unavailable) {
                problems.add(Problem.at(PATH + ".port", unavailable.message(), unavailable.advice()));
            }
        }

        List<Problem> problems() {
            return problems;
        }

        void commit() {
            tls = secured;
            Cors cors = listener.cors();
            front.letIn(cors == null ? Set.of() : Set.copyOf(cors.origins()));
        }
    }

    Next prepare(KafkaCacheBindingSpec spec, Ports ports) {
        return new Next(spec, ports);
    }

    /** The certificate that web clients are shown; null while they come without TLS. */
    @Nullable
    ServerTls tls() {
        return tls;
    }

    /** Looks whether files have changed. Blocks on the disk. */
    void refresh() {
        ServerTls current = tls;
        if (current != null) {
            current.refresh();
        }
    }
}
