package dev.weir.dataplane.http;

import dev.weir.dataplane.Patience;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** What another thread is going to put into a queue, waited for as long as tests wait. */
public final class Next {
    private Next() {}

    public static <T> T of(BlockingQueue<T> queue) throws InterruptedException {
        T next = queue.poll(Patience.millis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("nothing has come");
        }
        return next;
    }
}
