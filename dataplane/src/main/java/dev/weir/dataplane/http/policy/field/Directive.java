package dev.weir.dataplane.http.policy.field;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The cache directives that are understood (RFC 9111 section 5.2, RFC 5861, RFC 8246). */
public enum Directive {
    IMMUTABLE("immutable", true),
    MAX_AGE("max-age", false),
    MAX_STALE("max-stale", true),
    MIN_FRESH("min-fresh", false),
    MUST_REVALIDATE("must-revalidate", false),
    MUST_UNDERSTAND("must-understand", true),
    NO_CACHE("no-cache", false),
    NO_STORE("no-store", false),
    NO_TRANSFORM("no-transform", false),
    ONLY_IF_CACHED("only-if-cached", false),
    PRIVATE("private", false),
    PROXY_REVALIDATE("proxy-revalidate", false),
    PUBLIC("public", true),
    S_MAXAGE("s-maxage", false),
    STALE_IF_ERROR("stale-if-error", false),
    STALE_WHILE_REVALIDATE("stale-while-revalidate", false);

    private static final Map<String, Directive> BY_TOKEN =
            Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Directive::token, Function.identity()));

    private final String token;
    private final boolean onlyPermits;

    Directive(String token, boolean onlyPermits) {
        this.token = token;
        this.onlyPermits = onlyPermits;
    }

    public String token() {
        return token;
    }

    /** Whether ignoring it is always the careful thing to do: such a directive counts only when it is well-formed. */
    boolean onlyPermits() {
        return onlyPermits;
    }

    boolean takesSeconds() {
        return switch (this) {
            case MAX_AGE, MAX_STALE, MIN_FRESH, S_MAXAGE, STALE_IF_ERROR, STALE_WHILE_REVALIDATE -> true;
            default -> false;
        };
    }

    /** The directive of that lower-case name. */
    static @Nullable Directive of(String token) {
        return BY_TOKEN.get(token);
    }
}
