package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.key.TargetUri;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The parameters of a request: each known, each at most once unless it may be repeated. */
final class Parameters {
    private static final int COUNT_MAX = 128;

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Those of this query, none of which is anything else.
     *
     * @param repeated which others there may be, any number of times
     * @param others what these are called
     */
    static Parameters of(TargetUri uri, Set<String> known, Predicate<String> repeated, String others) throws Refused {
        String query = uri.query() == null ? "" : uri.query();
        Map<String, List<String>> values;
        try {
            values =
                    new QueryStringDecoder("?" + query, StandardCharsets.UTF_8, true, COUNT_MAX + 1, true).parameters();

        } catch (IllegalArgumentException e) {
            throw Refused.badRequest("the query cannot be read: " + e.getMessage());
        }
        if (values.values().stream().mapToInt(List::size).sum() > COUNT_MAX) {
            throw Refused.badRequest("the query has more than " + COUNT_MAX + " parameters");
        }
        for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
            String name = parameter.getKey();
            if (!known.contains(name) && !repeated.test(name)) {
                throw Refused.badRequest("there is no parameter " + name + ", only "
                        + String.join(", ", known.stream().sorted().toList()) + " and " + others);
            }
            if (parameter.getValue().size() > 1 && !repeated.test(name)) {
                throw Refused.badRequest("the parameter " + name + " is given more than once");
            }
        }
        return new Parameters(values);
    }

    /** For what takes none. */
    static void mustBeNone(TargetUri uri) throws Refused {
        String query = uri.query();
        if (query != null && !query.isEmpty()) {
            throw Refused.badRequest(uri.path() + " takes no parameters, but the query says " + query);
        }
    }

    Map<String, List<String>> all() {
        return values;
    }

    /** None where it is not given. */
    List<String> each(String name) {
        return values.getOrDefault(name, List.of());
    }

    @Nullable
    String text(String name) {
        List<String> all = values.get(name);
        return all == null ? null : all.getFirst();
    }

    /** One of the choices; null where it is not given. */
    @Nullable
    String choice(String name, String... choices) throws Refused {
        String text = text(name);
        if (text != null && !List.of(choices).contains(text)) {
            throw Refused.badRequest(name + " is " + text + " and must be one of " + String.join(", ", choices));
        }
        return text;
    }

    int number(String name, int standard, int min, int max) throws Refused {
        String text = text(name);
        if (text == null) {
            return standard;
        }
        try {
            int number = Integer.parseInt(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw Refused.badRequest(name + " is " + text + " and must be a number from " + min + " to " + max);
    }

    /** Milliseconds since 1970: of a time as RFC 3339 writes it, or as they are. */
    static long time(String text) throws Refused {
        try {
            return text.matches("[0-9]{1,18}")
                    ? Long.parseLong(text)
                    : Instant.parse(text).toEpochMilli();
        } catch (DateTimeException | ArithmeticException e) {
            throw Refused.badRequest("from is " + text + " and must be historical, live, or a time such as"
                    + " 2026-01-31T12:00:00Z, or milliseconds since 1970");
        }
    }
}
