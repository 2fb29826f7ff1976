package dev.weir.operator.references;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operator.conditions.Reason;
import dev.weir.operator.references.SecretState.Hidden;
import dev.weir.operator.references.SecretState.Missing;
import dev.weir.operator.references.SecretState.Present;
import dev.weir.operator.workload.NamedSecret;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReferencesTest {
    private static final NamedSecret USER = new NamedSecret("spec.upstreams[0].sasl.secretRef", "user", null);
    private static final NamedSecret CA = new NamedSecret("spec.upstreams[0].tls.caSecretRef", "ca", "ca.crt");

    @Test
    void nothing_is_said_of_what_is_there() {
        assertThat(References.secrets(
                        List.of(USER, CA),
                        Map.of("user", new Present(Set.of("anything"), "1"), "ca", new Present(Set.of("ca.crt"), "2"))))
                .isEmpty();
    }

    @Test
    void each_that_is_missing_is_told_with_the_field_that_names_it() {
        assertThat(References.secrets(
                        List.of(USER, CA), Map.of("user", new Missing(), "ca", new Present(Set.of("tls.crt"), "2"))))
                .containsExactly(
                        Reason.SECRET_MISSING.because("There is no Secret user, which spec.upstreams[0].sasl.secretRef"
                                + " names. Create it, or name another."),
                        Reason.SECRET_MISSING.because("The Secret ca has no key ca.crt, which"
                                + " spec.upstreams[0].tls.caSecretRef names. Add it, or name another."));
    }

    @Test
    void what_may_not_be_looked_at_is_not_taken_for_missing() {
        assertThat(References.secrets(List.of(CA), Map.of("ca", new Hidden())))
                .extracting(statement -> statement.reason())
                .containsExactly(Reason.REFERENCES_NOT_CHECKED);
    }
}
