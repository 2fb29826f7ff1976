package dev.weir.dataplane.http.policy.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 9110 section 8.6. */
class ContentLengthTest {
    @Test
    void lines_that_agree_are_one() {
        assertThat(ContentLength.of(FieldList.of("Content-Length", "42, 42", "Content-Length", "42")))
                .isEqualTo(42);
    }

    @Test
    void what_is_contradictory_nonsense_or_not_there_is_unknown() {
        assertThat(ContentLength.of(FieldList.of("Content-Length", "42", "Content-Length", "43")))
                .isEqualTo(ContentLength.UNKNOWN);
        assertThat(ContentLength.of(FieldList.of("Content-Length", "+42"))).isEqualTo(ContentLength.UNKNOWN);
        assertThat(ContentLength.of(FieldList.EMPTY)).isEqualTo(ContentLength.UNKNOWN);
    }
}
