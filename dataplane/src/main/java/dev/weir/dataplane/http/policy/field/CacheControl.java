package dev.weir.dataplane.http.policy.field;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The cache directives of one message.
 *
 * <p>Of directives that are repeated the first counts, and one whose argument is nonsense counts as zero seconds, hence
 * as stale (RFC 9111 section 4.2.1). A directive that restricts is honoured however badly it is written; one that only
 * permits must be well-formed.
 */
public final class CacheControl {
    public static final CacheControl NONE = new Builder().build();

    /** What {@link #seconds} tells of a directive that is not there. */
    public static final long ABSENT = -1;

    private static final int EXTENSIONS_MAX = 16;

    private final EnumMap<Directive, Argument> directives;
    private final Map<String, String> extensions;

    private CacheControl(EnumMap<Directive, Argument> directives, Map<String, String> extensions) {
        this.directives = directives;
        this.extensions = extensions;
    }

    /** Of the Cache-Control field, read as leniently as the web needs it. */
    public static CacheControl of(Fields fields) {
        return fields.has(FieldName.CACHE_CONTROL) ? parse(fields.all(FieldName.CACHE_CONTROL)) : NONE;
    }

    public static CacheControl parse(List<String> lines) {
        var builder = new Builder();
        for (String line : lines) {
            new CacheControlParser(line, builder).parse();
        }
        return builder.build();
    }

    public boolean has(Directive directive) {
        return directives.containsKey(directive);
    }

    /** The argument in seconds, zero when it is missing or nonsense, {@link #ABSENT} when the directive is. */
    public long seconds(Directive directive) {
        Argument argument = directives.get(directive);
        if (argument == null) {
            return ABSENT;
        }
        return argument.isBare() || argument.malformed ? 0 : Math.max(0, DeltaSeconds.parse(argument.texts.getFirst()));
    }

    /** Whether the directive is there without an argument. */
    public boolean isBare(Directive directive) {
        Argument argument = directives.get(directive);
        return argument != null && argument.isBare();
    }

    /** Whether no-cache or private concerns the whole message; it does unless its argument names fields. */
    public boolean isUnqualified(Directive directive) {
        return has(directive) && fieldNames(directive).isEmpty();
    }

    /** The lower-case names that the directive is limited to. */
    public List<String> fieldNames(Directive directive) {
        Argument argument = directives.get(directive);
        if (argument == null || argument.malformed) {
            return List.of();
        }
        List<String> names = ListValue.members(argument.texts);
        return names.stream().allMatch(FieldName::isToken)
                ? names.stream().map(FieldName::lowerCase).toList()
                : List.of();
    }

    /** Directives that nobody here understands, by lower-case name; empty text where there is no argument. */
    public Map<String, String> extensions() {
        return extensions;
    }

    public boolean isEmpty() {
        return directives.isEmpty() && extensions.isEmpty();
    }

    /** All there are of a directive that lists field names, one of any other. */
    private record Argument(List<String> texts, boolean malformed) {
        static Argument of(@Nullable String text, boolean malformed) {
            var texts = new ArrayList<String>(1);
            if (text != null) {
                texts.add(text);
            }
            return new Argument(texts, malformed);
        }

        boolean isBare() {
            return texts.isEmpty();
        }

        /** The names of both; without any, hence for everything, if one of them has none. */
        Argument and(Argument other) {
            if (isBare() || other.isBare() || malformed || other.malformed) {
                return of(null, false);
            }
            texts.addAll(other.texts);
            return this;
        }
    }

    static final class Builder {
        private final EnumMap<Directive, Argument> directives = new EnumMap<>(Directive.class);
        private final Map<String, String> extensions = new HashMap<>();

        void add(String name, @Nullable String argument, boolean malformed) {
            String token = FieldName.lowerCase(name);
            Directive directive = Directive.of(token);
            if (directive == null) {
                if (extensions.size() < EXTENSIONS_MAX) {
                    extensions.putIfAbsent(token, argument == null ? "" : argument);
                }
            } else if (!malformed || !directive.onlyPermits()) {
                var given = Argument.of(argument, malformed);
                boolean listsFields = directive == Directive.NO_CACHE || directive == Directive.PRIVATE;
                directives.merge(directive, given, listsFields ? Argument::and : (first, later) -> first);
            }
        }

        CacheControl build() {
            return new CacheControl(directives, Map.copyOf(extensions));
        }
    }
}
