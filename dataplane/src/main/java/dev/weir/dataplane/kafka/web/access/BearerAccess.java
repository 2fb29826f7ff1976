package dev.weir.dataplane.kafka.web.access;

import com.nimbusds.jose.KeySourceException;
import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.http.policy.RequestHead;
import java.time.InstantSource;
import java.util.List;

/** Lets those in who show a token with each request (RFC 6750 section 2.1). */
public final class BearerAccess implements Access {
    private static final String SCHEME = "Bearer ";
    private static final int TOKEN_LENGTH_MAX = 16 * 1024;

    private final TokenVerifier tokens;
    private final ScopeRules rules;
    private final InstantSource clock;

    public BearerAccess(TokenRules tokens, TokenKeys keys, ScopeRules rules, InstantSource clock) {
        this.tokens = new TokenVerifier(tokens, keys, clock);
        this.rules = rules;
        this.clock = clock;
    }

    @Override
    public Permit authenticate(RequestHead head, Peer peer) throws Denied {
        List<String> shown = head.fields().all("authorization");
        if (shown.size() > 1) {
            throw Denied.ambiguous();
        }
        if (shown.isEmpty() || !shown.getFirst().regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            throw Denied.unknown();
        }
        String token = shown.getFirst().substring(SCHEME.length()).strip();
        if (token.length() > TOKEN_LENGTH_MAX) {
            throw Denied.badToken("it is longer than " + TOKEN_LENGTH_MAX + " characters");
        }
        try {
            VerifiedToken verified = tokens.verify(token);
            return Permit.byToken(verified.subject(), verified.scopes(), rules, verified.expires(), clock);
        } catch (BadToken e) {
            throw Denied.badToken(String.valueOf(e.getMessage()));
        } catch (KeySourceException e) {
            throw Denied.keysUnavailable(String.valueOf(e.getMessage()));
        }
    }
}
