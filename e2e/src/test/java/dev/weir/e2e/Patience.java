package dev.weir.e2e;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * How long tests wait for what must happen: long enough for a machine that is busy with other work. Every
 * {@code await()} waits so long, because this is registered for all tests, in {@code META-INF/services}.
 */
public final class Patience implements BeforeAllCallback {
    public static final Duration LIMIT = Duration.ofMinutes(2);

    @Override
    public void beforeAll(ExtensionContext context) {
        Awaitility.setDefaultTimeout(LIMIT);
    }

    /** As sockets want it. */
    public static int millis() {
        return Math.toIntExact(LIMIT.toMillis());
    }
}
