package dev.weir.dataplane.kafka.log;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** All that listen to a store. One that fails does not keep the others from hearing, nor the append from succeeding. */
final class Listeners {
    private static final Logger log = LoggerFactory.getLogger(Listeners.class);

    private final List<LogListener> all = new CopyOnWriteArrayList<>();

    void add(LogListener listener) {
        all.add(listener);
    }

    void tell(Consumer<LogListener> news) {
        for (LogListener listener : all) {
            try {
                news.accept(listener);
            } catch (RuntimeException e) {
                log.atError().setCause(e).log("A listener to the logs has failed.");
            }
        }
    }
}
