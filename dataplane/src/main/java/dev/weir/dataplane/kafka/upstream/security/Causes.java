package dev.weir.dataplane.kafka.upstream.security;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Why something failed: the innermost cause says what is wrong, those around it that something is. */
public final class Causes {
    private static final int DEPTH_MAX = 20;

    /** Names of exceptions, which say nothing to the user, before a message that was made of theirs. */
    private static final Pattern NAMES = Pattern.compile("^(?:[\\w$]+\\.)+[\\w$]+: (?=.)");

    private Causes() {}

    public static String innermostMessage(Throwable failure) {
        Throwable innermost = all(failure).reduce(failure, (outer, inner) -> inner);
        String message = innermost.getMessage();
        return message == null || message.isBlank() ? innermost.getClass().getSimpleName() : firstLine(message);
    }

    /** A login tells its cause as text, with the stack trace. */
    private static String firstLine(String message) {
        String line = message.strip().lines().findFirst().orElse("");
        for (Matcher name = NAMES.matcher(line); name.find(); name = NAMES.matcher(line)) {
            line = line.substring(name.end());
        }
        return line;
    }

    public static boolean has(Throwable failure, Class<? extends Throwable> type) {
        return all(failure).anyMatch(type::isInstance);
    }

    private static Stream<Throwable> all(Throwable failure) {
        return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(DEPTH_MAX);
    }
}
