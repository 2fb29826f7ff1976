package dev.weir.dataplane.http.policy.field;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 sections 5.2, 4.2.1 and 1.2.2. */
class CacheControlTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=3600",
                "MaX-aGe=3600",
                "max-age=\"3600\"",
                "max-age=003600",
                "\tmax-age=3600 ,",
                "foobar, max-age=3600",
                ",, max-age=3600",
                "extension=\"a, b\", max-age=3600",
                "max-age=3600,no-transform"
            })
    void a_directive_is_recognised_in_every_form_that_recipients_ought_to_accept(String line) {
        assertThat(parse(line).seconds(Directive.MAX_AGE)).isEqualTo(3600);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "max-age=-3600",
                "max-age=3600a",
                "max-age=a3600",
                "max-age=3600.0",
                "max-age='3600'",
                "max-age",
                "max-age=",
                "max-age =3600",
                "max-age= 3600",
                "max-age=\"3600",
                "max-age=3600 7200",
                "max-age=3600; public",
                "max-age=\"36\\00\"x"
            })
    void invalid_freshness_information_is_taken_as_stale(String line) {
        assertThat(parse(line).seconds(Directive.MAX_AGE)).isZero();
    }

    @ParameterizedTest
    @CsvSource({
        "2147483647, 2147483647",
        "2147483648, 2147483648",
        "2147483649, 2147483648",
        "99999999999, 2147483648",
        "99999999999999999999999999999999, 2147483648"
    })
    void more_seconds_than_two_to_the_31_are_two_to_the_31(String given, long taken) {
        assertThat(parse("max-age=" + given).seconds(Directive.MAX_AGE)).isEqualTo(taken);
    }

    @Test
    void of_a_repeated_directive_the_first_occurrence_counts() {
        assertThat(parse("max-age=1800, max-age=1").seconds(Directive.MAX_AGE)).isEqualTo(1800);
        assertThat(parse("max-age=1", "max-age=1800").seconds(Directive.MAX_AGE))
                .isEqualTo(1);
        assertThat(parse("max-age=foo", "max-age=1800").seconds(Directive.MAX_AGE))
                .isZero();
    }

    @Test
    void what_stands_in_a_quoted_string_is_no_directive() {
        assertThat(parse("extension=\"max-age=3600\", max-age=1").seconds(Directive.MAX_AGE))
                .isEqualTo(1);
        assertThat(parse("extension=\"\\\", no-store, \", max-age=1").has(Directive.NO_STORE))
                .isFalse();
        assertThat(parse("junk \"no-store, \" junk, max-age=1").has(Directive.NO_STORE))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-store",
                "No-StOrE",
                "no-store=1",
                "no-store foo",
                "max-age=1;no-store",
                "private; no-store;",
                "foo=\"bar, no-store",
                "@, no-store",
                "=, no-store",
                "no-store="
            })
    void what_restricts_is_honoured_however_badly_it_is_written(String line) {
        assertThat(parse(line).has(Directive.NO_STORE)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"public foo", "public;", "foo=\"bar, public", "public ="})
    void what_only_permits_has_to_be_well_formed(String line) {
        assertThat(parse(line).has(Directive.PUBLIC)).isFalse();
    }

    @Test
    void no_cache_and_private_may_name_the_fields_that_they_are_about() {
        CacheControl directives = parse("no-cache=\"A, b\", private=c, no-cache=\"d\"");

        assertThat(directives.fieldNames(Directive.NO_CACHE)).containsExactly("a", "b", "d");
        assertThat(directives.fieldNames(Directive.PRIVATE)).containsExactly("c");
        assertThat(directives.isUnqualified(Directive.NO_CACHE)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "no-cache",
                "no-cache=\"\"",
                "no-cache=\"a b\"",
                "no-cache=\"a",
                "no-cache=",
                "no-cache=\"a\", no-cache",
                "no-cache, no-cache=\"a\"",
                "no-cache=\",\""
            })
    void without_names_they_are_about_everything(String line) {
        assertThat(parse(line).isUnqualified(Directive.NO_CACHE)).isTrue();
    }

    @Test
    void an_argument_of_immutable_is_ignored() {
        // RFC 8246 section 2
        assertThat(parse("immutable=foo").has(Directive.IMMUTABLE)).isTrue();
    }

    @Test
    void max_stale_may_do_without_an_argument_but_not_with_a_bad_one() {
        assertThat(parse("max-stale").isBare(Directive.MAX_STALE)).isTrue();
        assertThat(parse("max-stale=x").isBare(Directive.MAX_STALE)).isFalse();
        assertThat(parse("max-stale=x").seconds(Directive.MAX_STALE)).isZero();
        assertThat(parse("max-stale =5").has(Directive.MAX_STALE)).isFalse();
    }

    @Test
    void unrecognised_directives_are_kept_but_not_without_end() {
        assertThat(parse("Community=\"UCI\", bare").extensions()).isEqualTo(Map.of("community", "UCI", "bare", ""));
        assertThat(parse("a,b,c,d,e,f,g,h,i,j,k,l,m,n,o,p,q,r,s,t,u,v,w,x,y,z,no-store"))
                .satisfies(many -> assertThat(many.extensions()).hasSize(16))
                .matches(many -> many.has(Directive.NO_STORE));
    }

    @Test
    void without_the_field_there_is_nothing() {
        CacheControl directives = CacheControl.of(FieldList.of("Expires", "0"));

        assertThat(directives.isEmpty()).isTrue();
        assertThat(directives.seconds(Directive.MAX_AGE)).isEqualTo(CacheControl.ABSENT);
    }

    private static CacheControl parse(String... lines) {
        return CacheControl.parse(List.of(lines));
    }
}
