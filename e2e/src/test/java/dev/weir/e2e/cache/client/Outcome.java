package dev.weir.e2e.cache.client;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** What became of something that was asked for. */
public final class Outcome {
    private Outcome() {}

    /** The result, or the exception with which it failed, not wrapped in another. */
    public static <T> T of(Future<T> future) {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }
}
