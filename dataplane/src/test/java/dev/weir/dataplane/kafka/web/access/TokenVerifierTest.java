package dev.weir.dataplane.kafka.web.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jwt.JWTClaimsSet;
import dev.weir.api.TokenAlgorithm;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which tokens are taken. */
class TokenVerifierTest {
    private static final Set<String> EVERY_ALGORITHM =
            Arrays.stream(TokenAlgorithm.values()).map(TokenAlgorithm::name).collect(Collectors.toSet());

    @TempDir
    Path folder;

    private final TestClock clock = new TestClock();
    private final TestIssuer issuer = new TestIssuer();

    @Test
    void whatATokenGrantsIsInEitherClaimAsATextOrAList() throws Exception {
        assertThat(verify(issuer.token(good().claim("scope", "orders:read  orders:write")))
                        .scopes())
                .containsExactlyInAnyOrder("orders:read", "orders:write");
        assertThat(verify(issuer.token(good().claim("scp", List.of("a", "b")).claim("scope", "c")))
                        .scopes())
                .containsExactlyInAnyOrder("a", "b", "c");
        assertThat(verify(issuer.token(good().claim("scp", 7))).scopes()).isEmpty();
    }

    @Test
    void itIsTakenUntilItExpiresAndAsLongAsClocksMayDiffer() throws Exception {
        String token = issuer.token(TestIssuer.claims(clock.in(Duration.ofSeconds(60))));

        assertThat(verify(token).expires()).isEqualTo(clock.in(Duration.ofSeconds(90)));
        clock.move(Duration.ofSeconds(89));
        verify(token);
        clock.move(Duration.ofSeconds(1));
        assertRefused(token, "Expired");
    }

    @Test
    void itIsNotTakenBeforeItIsValid() throws Exception {
        String token = issuer.token(good().notBeforeTime(Date.from(clock.in(Duration.ofSeconds(60)))));

        assertRefused(token, "before use time");
        clock.move(Duration.ofSeconds(31));
        verify(token);
    }

    @Test
    void itIsOfTheIssuerAndForHere() {
        assertRefused(issuer.token(good().issuer("https://elsewhere.test/")), "iss");
        assertRefused(issuer.token(good().issuer(null)), "iss");
        assertRefused(issuer.token(good().audience("another")), "aud");
        assertRefused(issuer.token(good().audience((String) null)), "aud");
    }

    @Test
    void oneOfSeveralAudiencesIsEnough() throws Exception {
        verify(issuer.token(good().audience(List.of("another", TestIssuer.AUDIENCE))));
    }

    @Test
    void oneThatNeverExpiresIsNotTaken() {
        assertRefused(issuer.token(good().expirationTime(null)), "exp");
    }

    @Test
    void oneThatIsNotSignedIsNotTaken() {
        assertRefused(TestIssuer.unsigned(good()), "it is not signed");
    }

    @Test
    void aPublicKeyIsNoSecret() throws Exception {
        issuer.rotateToRsa("rsa");

        verify(issuer.token(good()));
        assertRefused(issuer.signedWithThePublicKey(good()), "it is signed in a way that is not taken here");
    }

    @Test
    void aWayToSignThatIsNotAmongThoseThatAreTakenIsRefused() throws Exception {
        var keys = KeysInFile.open(publish());
        var verifier = new TokenVerifier(rules(Set.of("RS256")), keys, clock);

        assertThatThrownBy(() -> verifier.verify(issuer.token(good()))).hasMessageContaining("not taken here");
    }

    @Test
    void aSignatureThatDoesNotFitIsRefused() {
        String token = issuer.token(good());
        String other = issuer.token(good().claim("scope", "everything"));
        String forged = other.substring(0, other.lastIndexOf('.')) + token.substring(token.lastIndexOf('.'));

        assertRefused(forged, "no key that is known here has signed it");
        assertRefused(new TestIssuer().token(good()), "no key that is known here has signed it");
        assertRefused(new TestIssuer().rotate("other").token(good()), "no key that is known here has signed it");
    }

    @Test
    void whatWasSignedForSomethingElseIsRefused() {
        assertRefused(issuer.signed(good(), "logout+jwt"), "not an access token");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "...",
                "a.b.c",
                "nonsense",
                "e30.e30.",
                "bnVsbA.bnVsbA.bnVsbA",
                "eyJhbGciOiJFUzI1NiJ9.bnVsbA.AAAA",
                "\u0000"
            })
    void garbageIsRefused(String garbage) {
        assertThatThrownBy(() -> verify(garbage)).isInstanceOf(BadToken.class);
    }

    @Test
    void jsonThatIsDeeplyNestedIsRefused() {
        String deep = "[".repeat(6_000);
        String header = encoded("{\"alg\":\"ES256\",\"kid\":" + deep);

        assertThatThrownBy(() -> verify(header + "." + encoded(deep) + ".AAAA")).isInstanceOf(BadToken.class);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private JWTClaimsSet.Builder good() {
        return TestIssuer.claims(clock.in(Duration.ofHours(1)));
    }

    private void assertRefused(String token, String why) {
        assertThatThrownBy(() -> verify(token)).isInstanceOf(BadToken.class).hasMessageContaining(why);
    }

    private VerifiedToken verify(String token) throws IOException, BadToken, KeySourceException {
        return new TokenVerifier(rules(EVERY_ALGORITHM), KeysInFile.open(publish()), clock).verify(token);
    }

    private static TokenRules rules(Set<String> algorithms) {
        return new TokenRules(TestIssuer.NAME, Set.of(TestIssuer.AUDIENCE), algorithms, Duration.ofSeconds(30));
    }

    private Path publish() throws IOException {
        return Files.writeString(folder.resolve("jwks.json"), issuer.keySet());
    }
}
