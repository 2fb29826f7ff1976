package dev.weir.dataplane;

import dev.weir.api.document.HttpCacheDocument;
import dev.weir.api.document.KafkaCacheBindingDocument;
import dev.weir.dataplane.http.proxy.HttpCacheWorkload;
import dev.weir.dataplane.http.purge.Purging;
import dev.weir.dataplane.kafka.KafkaCacheWorkload;
import dev.weir.dataplane.logging.LogKey;
import dev.weir.dataplane.logging.Logging;
import dev.weir.dataplane.workload.WorkloadKind;
import io.netty.util.ResourceLeakDetector;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The entry: {@code serve}, {@code version} or {@code help}. */
public final class Main {
    /** The exit code of a process that cannot start, or cannot go on. */
    static final int CANNOT_GO_ON = 1;

    private static final Logger log = LoggerFactory.getLogger(Main.class);
    private static final int USAGE_ERROR = 2;
    private static final int SIGNAL_BASE = 128;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(run(List.of(arguments)));
    }

    private static int run(List<String> arguments) {
        String command = arguments.isEmpty() ? "" : arguments.getFirst();
        List<String> options = arguments.stream().skip(1).toList();
        return switch (command) {
            case "serve" -> options.contains("--help") || options.contains("-h") ? tell(Usage.text()) : serve(options);
            case "version", "--version" -> tell("weir " + Version.current() + "\n");
            case "help", "--help", "-h" -> tell(Usage.text());
            case "" -> misused(List.of("say what to do"));
            default -> misused(List.of(command + " is not a command"));
        };
    }

    private static int tell(String text) {
        System.out.print(text);
        return 0;
    }

    private static int misused(List<String> problems) {
        problems.forEach(problem -> System.err.println("weir: " + problem));
        System.err.println("Try: weir help");
        return USAGE_ERROR;
    }

    private static int serve(List<String> options) {
        return switch (CommandLine.parse(options, System.getenv())) {
            case CommandLine.Misunderstood misunderstood -> misused(misunderstood.problems());
            case CommandLine.Understood understood -> {
                Settings settings = understood.settings();
                Logging.configure(settings.logFormat(), settings.logLevel());
                leaveBuffersUnwatched();
                var purging = new Purging();
                var dataPlane =
                        new DataPlane(settings, kinds(settings, purging), List.of(purging.route()), Clock.systemUTC());
                Thread.setDefaultUncaughtExceptionHandler((thread, mistake) -> dataPlane.failed(mistake));
                stopOnSignal(dataPlane);
                yield run(dataPlane);
            }
        };
    }

    /**
     * Netty looks for lost buffers by noting down where every 128th is, which takes some percent of all the time that
     * small answers take. Whoever looks for one says so with the option.
     */
    private static void leaveBuffersUnwatched() {
        if (System.getProperty("io.netty.leakDetection.level") == null) {
            ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.DISABLED);
        }
    }

    private static List<WorkloadKind<?>> kinds(Settings settings, Purging purging) {
        return List.of(
                new WorkloadKind<>(
                        KafkaCacheBindingDocument.KIND,
                        KafkaCacheBindingDocument.class,
                        context -> new KafkaCacheWorkload(context, settings.peers())),
                new WorkloadKind<>(
                        HttpCacheDocument.KIND,
                        HttpCacheDocument.class,
                        context -> new HttpCacheWorkload(context, purging)));
    }

    private static int run(DataPlane dataPlane) {
        try {
            return dataPlane.run();
        } catch (RuntimeException | Error mistake) {
            log.atError().setCause(mistake).log("This is a mistake in the code, the process ends");
            return CANNOT_GO_ON;
        }
    }

    private static void stopOnSignal(DataPlane dataPlane) {
        var told = new AtomicBoolean();
        Signals.hear(
                signal -> {
                    if (told.getAndSet(true)) {
                        log.atWarn().addKeyValue(LogKey.SIGNAL, signal.name()).log("Told to stop again, gone at once");
                        Runtime.getRuntime().halt(SIGNAL_BASE + signal.number());
                    }
                    log.atInfo().addKeyValue(LogKey.SIGNAL, signal.name()).log("Told to stop");
                    dataPlane.stop();
                },
                "TERM",
                "INT");
    }
}
