package dev.weir.dataplane.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.encoder.Encoder;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sets up where log lines go: to the standard output, in one of the formats. */
public final class Logging {
    /** The levels that an option can name. */
    public static final List<String> LEVELS = List.of("trace", "debug", "info", "warn", "error");

    // one event is one line, whatever the message quotes
    private static final String PATTERN = "%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level "
            + "%replace(%replace(%msg %kvp){'\\s*[\\r\\n]+\\s*', ' '}){'\\s+$', ''}%n%ex";

    // what they have to say at info is of use to those who develop them
    private static final Map<String, Level> OTHERS = Map.of("io.netty", Level.WARN, "org.apache.kafka", Level.WARN);

    // each attempt at a token endpoint; that they fail, and why, is told once by who needs the token
    private static final String TOKEN_ATTEMPTS = "org.apache.kafka.common.security.oauthbearer.internals.secured";

    private Logging() {}

    /**
     * Sets it up for the whole process, in place of what was before.
     *
     * @param level one of {@link #LEVELS}
     */
    public static void configure(LogFormat format, String level) {
        configure((LoggerContext) LoggerFactory.getILoggerFactory(), format, level, new ConsoleAppender<>());
    }

    static void configure(
            LoggerContext context, LogFormat format, String level, OutputStreamAppender<ILoggingEvent> appender) {
        context.reset();
        appender.setContext(context);
        appender.setEncoder(encoder(format, context));
        appender.start();
        ch.qos.logback.classic.Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
        Level lowest = Level.toLevel(level);
        root.setLevel(lowest);
        root.addAppender(appender);
        if (lowest.equals(Level.INFO)) {
            OTHERS.forEach((name, quieter) -> context.getLogger(name).setLevel(quieter));
        }
        if (lowest.isGreaterOrEqual(Level.INFO)) {
            context.getLogger(TOKEN_ATTEMPTS).setLevel(Level.ERROR);
        }
    }

    private static Encoder<ILoggingEvent> encoder(LogFormat format, LoggerContext context) {
        Encoder<ILoggingEvent> encoder = switch (format) {
            case PLAIN -> {
                var plain = new PatternLayoutEncoder();
                plain.setPattern(PATTERN);
                yield plain;
            }
            case JSON -> new JsonLines();
        };
        encoder.setContext(context);
        encoder.start();
        return encoder;
    }
}
