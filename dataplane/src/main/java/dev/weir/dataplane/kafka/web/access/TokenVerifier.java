package dev.weir.dataplane.kafka.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies tokens (RFC 7519, with the care of RFC 8725): a signature in a way that was agreed on before, by a key that
 * was made for it, and then the claims.
 */
final class TokenVerifier {
    private static final JOSEObjectType ACCESS_TOKEN = new JOSEObjectType("at+jwt"); // RFC 9068 section 2.1

    private final TokenRules rules;
    private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    private final Set<JWSAlgorithm> algorithms;

    TokenVerifier(TokenRules rules, TokenKeys keys, InstantSource clock) {
        this.rules = rules;
        this.algorithms = rules.algorithms().stream().map(JWSAlgorithm::parse).collect(Collectors.toSet());
        processor.setJWSTypeVerifier(
                new DefaultJOSEObjectTypeVerifier<>(JOSEObjectType.JWT, ACCESS_TOKEN, null)); // null: may be absent
        processor.setJWSKeySelector(new JWSVerificationKeySelector<>(algorithms, keys));
        processor.setJWTClaimsSetVerifier(new Claims(rules, clock));
    }

    private static final class Claims extends DefaultJWTClaimsVerifier<SecurityContext> {
        private final InstantSource clock;

        Claims(TokenRules rules, InstantSource clock) {
            super(
                    rules.audiences(),
                    new JWTClaimsSet.Builder().issuer(rules.issuer()).build(),
                    Set.of("exp"),
                    Set.of());
            this.clock = clock;
            setMaxClockSkew(Math.toIntExact(rules.clockSkew().toSeconds()));
        }

        @Override
        protected Date currentTime() {
            return Date.from(clock.instant());
        }
    }

    /**
     * Takes a token, or says what is wrong with it.
     *
     * @throws KeySourceException when nobody knows the keys
     */
    VerifiedToken verify(String text) throws BadToken, KeySourceException {
        if (!(parsed(text) instanceof SignedJWT token)) {
            throw new BadToken("it is not signed");
        }
        if (!algorithms.contains(token.getHeader().getAlgorithm())) {
            throw new BadToken("it is signed in a way that is not taken here");
        }
        try {
            JWTClaimsSet claims = processor.process(token, null);
            return new VerifiedToken(
                    Objects.requireNonNullElse(claims.getSubject(), text),
                    scopes(claims),
                    claims.getExpirationTime().toInstant().plus(rules.clockSkew()));
        } catch (BadJWTException e) { // by now it is known who wrote the claims
            throw new BadToken(String.valueOf(e.getMessage()));
        } catch (BadJOSEException e) {
            throw new BadToken("no key that is known here has signed it, or it is not an access token");
        } catch (KeySourceException e) {
            throw e;
        } catch (JOSEException | RuntimeException e) {
            throw new BadToken("it cannot be verified");
        }
    }

    private static JWT parsed(String text) throws BadToken {
        try {
            return JWTParser.parse(text);
        } catch (ParseException | RuntimeException e) { // such as when JSON is null where the library expects more
            throw new BadToken("it is not a JSON Web Token");
        }
    }

    /** Of RFC 8693 section 4.2, a text, or of those who issue lists. */
    private static Set<String> scopes(JWTClaimsSet claims) {
        var scopes = new HashSet<String>();
        add(claims.getClaim("scope"), scopes);
        add(claims.getClaim("scp"), scopes);
        return scopes;
    }

    private static void add(@Nullable Object claim, Set<String> scopes) {
        if (claim instanceof String text) {
            scopes.addAll(Arrays.asList(text.split(" ", -1)));
        } else if (claim instanceof Collection<?> list) {
            for (Object item : list) {
                if (item instanceof String scope) {
                    scopes.add(scope);
                }
            }
        }
        scopes.remove("");
    }
}
