package dev.weir.dataplane.document;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The thread that loads documents: once at the start, and again whenever the files change.
 *
 * <p>A change is loaded when two looks in a row see the same, because an editor may write a file in pieces, or take the
 * old one away a moment before the new one is there.
 */
public final class DocumentWatch implements AutoCloseable {
    private static final Duration SETTLE_TIME = Duration.ofMillis(100);
    private static final int LOOKS_MAX = 10;
    private static final Duration CLOSE_TIME = Duration.ofSeconds(10);

    private final Documents documents;
    private final Consumer<Throwable> failure;
    private final FolderChanges changes = new FolderChanges();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CompletableFuture<DocumentsState> first = new CompletableFuture<>();
    private final Thread thread = new Thread(this::run, "weir-documents");

    /** @param failure called when the thread ends because of a mistake in the code */
    public DocumentWatch(Documents documents, Consumer<Throwable> failure) {
        this.documents = documents;
        this.failure = failure;
    }

    /** Begins; the result tells what came of the documents that are there at first. */
    public CompletableFuture<DocumentsState> start() {
        thread.start();
        return first;
    }

    /** Ends watching, after the change that is being applied at this moment. What runs goes on. */
    @Override
    public void close() {
        closed.countDown();
        // not interrupted, because that would close the files which a workload may be opening
        changes.close();
        try {
            if (thread.isAlive()) {
                thread.join(CLOSE_TIME);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            documents.load(documents.files().read());
            first.complete(documents.state());
            while (closed.getCount() > 0) {
                changes.await(documents.files().folder(), closed);
                Snapshot seen = documents.files().read();
                if (closed.getCount() > 0 && documents.isNews(seen)) {
                    documents.load(settled(seen));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error e) {
            first.completeExceptionally(e);
            failure.accept(e);
        }
    }

    private Snapshot settled(Snapshot seen) throws InterruptedException {
        Snapshot before = seen;
        for (int look = 0; look < LOOKS_MAX; look++) {
            if (closed.await(SETTLE_TIME.toMillis(), TimeUnit.MILLISECONDS)) {
                break;
            }
            Snapshot now = documents.files().read();
            if (now.equals(before)) {
                return now;
            }
            before = now;
        }
        return before;
    }
}
