package dev.weir.dataplane.workload;

import dev.weir.api.document.Document;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * Runs one document, through all its changes, from when it appears to when it goes.
 *
 * @param <D> the kind of document
 */
public interface Workload<D extends Document> {
    /**
     * Makes ready to run the document: checks what can only be checked here, claims ports, opens files. Nothing that
     * anyone can see changes yet. The first preparation starts the workload, a later one changes it; one that finds the
     * document as it was still claims its ports.
     *
     * <p>May block for some seconds. Called on the documents thread, never twice without a commit or an abort between.
     */
    Preparation prepare(D document, Ports ports);

    /** Why it cannot serve at this moment, or empty when it can. Called on any thread, returns at once. */
    Optional<String> unready();

    /**
     * What the management port tells of it under {@code /status}: JSON values. Called on any thread, returns at once.
     */
    Map<String, Object> status();

    /**
     * Ends it for good: closes files and upstream connections. Its listeners accept nothing any more and their
     * connections are closed. Also called when its first preparation was refused or aborted. Called once, on a thread
     * of its own; may block as long as the grace time, after which it is left behind.
     */
    void stop(Duration grace);
}
