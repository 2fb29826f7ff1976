package dev.weir.dataplane.kafka.web.access;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody who was let in may do, and for how long. */
public final class Permit {
    static final Permit UNLIMITED = new Permit("", Set.of(), ScopeRules.NONE, false, null, InstantSource.system());

    private final String holder;
    private final Set<String> scopes;
    private final ScopeRules rules;
    private final boolean token;
    private final @Nullable Instant expires;
    private final InstantSource clock;

    private Permit(
            String holder,
            Set<String> scopes,
            ScopeRules rules,
            boolean token,
            @Nullable Instant expires,
            InstantSource clock) {
        this.holder = holder;
        this.scopes = scopes;
        this.rules = rules;
        this.token = token;
        this.expires = expires;
        this.clock = clock;
    }

    static Permit byToken(String holder, Set<String> scopes, ScopeRules rules, Instant expires, InstantSource clock) {
        return new Permit(holder, scopes, rules, true, expires, clock);
    }

    static Permit byCertificate(
            String holder, Set<String> scopes, ScopeRules rules, Instant expires, InstantSource clock) {
        return new Permit(holder, scopes, rules, false, expires, clock);
    }

    /** Tells one client from another; empty where nobody is asked who they are. */
    public String holder() {
        return holder;
    }

    public boolean allows(Right right, String topic) {
        String needed = rules.needed(right, topic);
        return needed == null || scopes.contains(needed);
    }

    /** Fails where it does not allow it. */
    public void require(Right right, String topic) throws Denied {
        String needed = rules.needed(right, topic);
        if (needed != null && !scopes.contains(needed)) {
            throw Denied.withoutScope(right, topic, needed, token);
        }
    }

    /** Whether what it stands on is not valid any more. */
    public boolean isOver() {
        return expires != null && !clock.instant().isBefore(expires);
    }

    /** The shorter of a time and what is left of this. Never negative. */
    public Duration within(Duration time) {
        if (expires == null) {
            return time;
        }
        Duration left = Duration.between(clock.instant(), expires);
        if (left.isNegative()) {
            return Duration.ZERO;
        }
        return left.compareTo(time) < 0 ? left : time;
    }
}
