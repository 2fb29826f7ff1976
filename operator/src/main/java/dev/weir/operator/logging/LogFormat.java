package dev.weir.operator.logging;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** How log lines look. */
public enum LogFormat {
    /** For people: time, level, message, key-values. */
    PLAIN,
    /** For machines: one JSON object a line. */
    JSON;

    /** The format that a setting names. */
    public static Optional<LogFormat> parse(String text) {
        return Stream.of(values())
                .filter(format -> format.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }
}
