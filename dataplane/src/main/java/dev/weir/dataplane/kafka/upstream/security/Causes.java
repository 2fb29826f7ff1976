package dev.weir.dataplane.kafka.upstream.security;

import java.util.stream.Stream;

/** Why something failed: the innermost cause says what is wrong, those around it that something is. */
public final class Causes {
    private static final int DEPTH_MAX = 20;

    private Causes() {}

    public static String innermostMessage(Throwable failure) {
        Throwable innermost = all(failure).reduce(failure, (outer, inner) -> inner);
        String message = innermost.getMessage();
        return message == null || message.isBlank() ? innermost.getClass().getSimpleName() : message;
    }

    public static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return all(failure).anyMatch(type::isInstance);
    }

    private static Stream<Throwable> all(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH_MAX);
    }
}
