package dev.weir.e2e.kafka;

import dev.weir.e2e.host.ChildProcess;
import java.time.Duration;
import java.util.Properties;

/** One broker, which can be stopped, killed, suspended and started again on the same data and ports. */
public final class KafkaBroker {
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration STOP = Duration.ofMinutes(2);

    private final Node node;
    private final NodeFolder folder;
    private final ClusterSettings settings;
    private ChildProcess process;

    private KafkaBroker(Node node, NodeFolder folder, ClusterSettings settings) {
        this.node = node;
        this.folder = folder;
        this.settings = settings;
        this.process = launch();
    }

    /** Starts the process; {@link #awaitServing} tells when it can be used. */
    static KafkaBroker launch(
            Node node, NodeFolder folder, ClusterSettings settings, String clusterId, Properties properties) {
        folder.prepare(node.id(), clusterId, properties);
        return new KafkaBroker(node, folder, settings);
    }

    public int id() {
        return node.id();
    }

    /** Host and port of the plain listener. */
    public String address() {
        return node.address(Node.PLAIN);
    }

    /** Host and port of a listener by its name. */
    public String address(String listener) {
        return node.address(listener);
    }

    public long pid() {
        return process.pid();
    }

    public boolean isRunning() {
        return process.isAlive();
    }

    /** Stops in an orderly way: leaders move elsewhere first, files are flushed. */
    public void stop() {
        process.terminate(STOP);
    }

    void stopIfRunning() {
        if (process.isAlive()) {
            resume();
            stop();
        }
    }

    /** {@code kill -9}. */
    public void kill() {
        process.kill();
    }

    /** Starts a broker that was stopped or killed; returns when it serves. */
    public void start() {
        if (process.isAlive()) {
            throw new IllegalStateException(node.name() + " is running");
        }
        process = launch();
        awaitServing();
    }

    public void restart() {
        stop();
        start();
    }

    /** Freezes the process: connections stay open, nothing is answered. */
    public void suspend() {
        process.suspend();
    }

    public void resume() {
        process.resume();
    }

    /** The end of what the broker logged: warnings and errors. */
    public String logTail() {
        return process.log().tail();
    }

    void awaitServing() {
        if (!node.isBroker()) {
            return;
        }
        try (var readiness = new Readiness(node)) {
            process.awaitReady(readiness, START);
        }
    }

    private ChildProcess launch() {
        return ChildProcess.start(
                "Kafka " + node.name(),
                ChildProcess.deafToInterrupts(BrokerJvm.command(folder, settings.jvmOptions())),
                folder.log());
    }
}
