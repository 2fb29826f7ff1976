package dev.weir.dataplane.http.policy.field;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9213 section 2. */
class TargetedCacheControlTest {
    @Test
    void members_of_the_dictionary_are_directives() {
        CacheControl directives =
                valid("max-age=600, no-cache=\"a, b\", must-revalidate, foobar;p=1, stale-if-error=5");
        assertThat(directives.seconds(Directive.MAX_AGE)).isEqualTo(600);
        assertThat(directives.fieldNames(Directive.NO_CACHE)).containsExactly("a", "b");
        assertThat(directives.has(Directive.MUST_REVALIDATE)).isTrue();
        assertThat(directives.seconds(Directive.STALE_IF_ERROR)).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "max-age=10000, &&&&&",
                "max-age =100",
                "max-age= 100",
                "MaX-aGe=3600",
                "max-age=1,",
                "\"no-store\"",
                "no-store foo",
                "max-age=9999999999999999"
            })
    void a_field_that_is_empty_or_cannot_be_parsed_is_ignored(String value) {
        assertThat(of(value)).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=\"10000\"",
                "max-age=10.5",
                "max-age=foo",
                "max-age",
                "max-age=(1 2)",
                "max-age=-1",
                "max-age=:MTA=:"
            })
    void a_value_of_another_type_than_the_directives_is_not_consumed(String value) {
        CacheControl directives = valid(value);
        assertThat(directives.seconds(Directive.MAX_AGE)).isZero();
    }

    @Test
    void a_directive_that_is_false_is_not_there() {
        CacheControl directives = valid("no-store=?0, max-age=1");
        assertThat(directives.has(Directive.NO_STORE)).isFalse();
    }

    @Test
    void integers_beyond_two_to_the_31_stand_for_ever() {
        CacheControl directives = valid("max-age=99999999999");
        assertThat(directives.seconds(Directive.MAX_AGE)).isEqualTo(DeltaSeconds.MAX);
    }

    @Test
    void the_first_valid_field_of_the_target_list_is_selected() {
        var fields = FieldList.of("cdn-cache-control", "max-age=2", "weir-cache-control", "max-age=1");
        var broken = FieldList.of("cdn-cache-control", "max-age=2", "weir-cache-control", "=");
        var targets = List.of("weir-cache-control", "cdn-cache-control");

        assertThat(TargetedCacheControl.of(fields, targets))
                .matches(directives -> directives.seconds(Directive.MAX_AGE) == 1);
        assertThat(TargetedCacheControl.of(broken, targets))
                .matches(directives -> directives.seconds(Directive.MAX_AGE) == 2);
        assertThat(TargetedCacheControl.of(fields, List.of())).isNull();
    }

    @Test
    void lines_of_one_field_are_one_dictionary_in_which_the_last_value_counts() {
        // RFC 8941 section 4.2.2, unlike Cache-Control
        var fields = FieldList.of("cdn-cache-control", "max-age=2", "cdn-cache-control", "max-age=3");

        assertThat(TargetedCacheControl.of(fields, List.of("cdn-cache-control")))
                .matches(directives -> directives.seconds(Directive.MAX_AGE) == 3);
    }

    private static CacheControl valid(String value) {
        return requireNonNull(of(value));
    }

    private static @Nullable CacheControl of(String value) {
        return TargetedCacheControl.of(
                FieldList.of("CDN-Cache-Control", value, "Cache-Control", "max-age=1"), List.of("cdn-cache-control"));
    }
}
