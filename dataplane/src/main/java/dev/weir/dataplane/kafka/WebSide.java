package dev.weir.dataplane.kafka;

import dev.weir.api.Cors;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.Problem;
import dev.weir.api.Quantities;
import dev.weir.api.WebAuthenticationType;
import dev.weir.api.WebListener;
import dev.weir.dataplane.http.server.HttpServer;
import dev.weir.dataplane.http.server.ServerSettings;
import dev.weir.dataplane.kafka.web.WebFront;
import dev.weir.dataplane.kafka.web.access.TokenKeys;
import dev.weir.dataplane.kafka.web.write.WriteSettings;
import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.net.Claim;
import dev.weir.dataplane.net.ListenerOptions;
import dev.weir.dataplane.net.tls.ServerTls;
import dev.weir.dataplane.workload.ListenerTlsFiles;
import dev.weir.dataplane.workload.Ports;
import dev.weir.dataplane.workload.WorkloadContext;
import io.micrometer.core.instrument.Gauge;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener for web clients, through all changes of its document. */
final class WebSide {
    private static final Logger log = LoggerFactory.getLogger(WebSide.class);
    private static final String PATH = "spec.listeners.web";

    private final WorkloadContext context;
    private final WebFront front;
    private volatile @Nullable ServerTls tls;
    private volatile @Nullable TokenKeys keys;

    WebSide(WorkloadContext context, WebFront front) {
        this.context = context;
        this.front = front;
        Gauge.builder("weir.web.keys", this, side -> {
                    TokenKeys now = side.keys;
                    return now == null ? 0 : now.count();
                })
                .register(context.meters());
        Gauge.builder("weir.web.keys.unusable", this, side -> {
                    TokenKeys now = side.keys;
                    return now == null || now.problem() == null ? 0 : 1;
                })
                .register(context.meters());
    }

    /** What the listener is to become, unless there are problems. */
    final class Next {
        private final WebListener listener;
        private final WriteSettings writes;
        private final List<Problem> problems = new ArrayList<>();
        private final @Nullable ServerTls secured;
        private final WebAccess.Outcome opened;

        private Next(KafkaCacheBindingSpec spec, Ports ports) {
            this.listener = spec.listeners().web();
            this.writes = new WriteSettings(
                    listener.produce().enabled(),
                    listener.produce().acks(),
                    (int) Math.min(
                            Integer.MAX_VALUE,
                            Quantities.bytes(listener.produce().maxMessageSize())),
                    Quantities.bytes(spec.limits().stagedBytes()));
            ListenerTlsFiles.Outcome outcome = ListenerTlsFiles.open(
                    listener.tls(), PATH + ".tls", ServerSettings.protocols(true), context.secrets(), tls);
            problems.addAll(outcome.problems());
            secured = outcome.tls();
            opened = WebAccess.open(spec, context, keys);
            problems.addAll(opened.problems());
            ServerSettings settings = ServerSettings.DEFAULT.with(context.clock());
            var server =
                    new HttpServer(secured == null ? settings : settings.with(secured), context.meters(), front::serve);
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
            TokenKeys before = keys;
            keys = opened.keys();
            front.guard(Objects.requireNonNull(opened.access(), "what has problems is not committed"));
            if (before != null && before != opened.keys()) {
                before.close();
            }
            tellOfPlainTokens(listener);
            if (opened.keys() != null) {
                opened.keys().refresh(); // so that they are there when the first token comes
            }
            Cors cors = listener.cors();
            front.writeAs(writes);
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

    /** Tokens are as good as passwords to whoever reads them on their way. Something in front may encrypt them. */
    private void tellOfPlainTokens(WebListener listener) {
        if (listener.authentication().type() == WebAuthenticationType.BEARER && listener.tls() == null) {
            log.atWarn()
                    .addKeyValue(LogKey.DOCUMENT, context.document())
                    .addKeyValue(LogKey.LISTENER, "web")
                    .log("Tokens come here without TLS; see that something in front of this listener encrypts them");
        }
    }

    /** The keys that tokens are verified with; null where none are asked for. */
    @Nullable
    TokenKeys keys() {
        return keys;
    }

    /** Looks whether files have changed. Blocks on the disk. */
    void refresh() {
        ServerTls current = tls;
        if (current != null) {
            current.refresh();
        }
        TokenKeys now = keys;
        if (now != null) {
            now.refresh();
        }
    }

    void close() {
        TokenKeys now = keys;
        if (now != null) {
            now.close();
        }
    }
}
