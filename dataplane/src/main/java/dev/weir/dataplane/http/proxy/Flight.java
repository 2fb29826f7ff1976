package dev.weir.dataplane.http.proxy;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A request to the origin whose answer others wait for, until its head tells whether it can be theirs as well. */
final class Flight {
    private @Nullable List<Runnable> waiting = new ArrayList<>();

    /** False when it is known already what came of it. */
    synchronized boolean await(Runnable waiter) {
        if (waiting == null) {
            return false;
        }
        waiting.add(waiter);
        return true;
    }

    synchronized void leave(Runnable waiter) {
        if (waiting != null) {
            waiting.remove(waiter);
        }
    }

    /** Lets all who wait look anew. */
    void land() {
        List<Runnable> released;
        synchronized (this) {
            released = waiting;
            waiting = null;
        }
        if (released != null) {
            released.forEach(Runnable::run);
        }
    }
}
