package dev.weir.dataplane.http.policy.key;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.Fields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 4.1. */
class VaryKeyTest {
    @ParameterizedTest
    @ValueSource(strings = {"*", "*, *", ", *", "*, Foo", "Foo, *", "Foo bar", "\"Foo\"", "a(b)"})
    void a_vary_that_names_everything_or_no_field_always_fails_to_match(String vary) {
        assertThat(VaryKey.of(FieldList.of("Vary", vary), FieldList.EMPTY, Codings.AS_SENT))
                .isNull();
    }

    @Test
    void stars_on_lines_of_their_own_are_found() {
        assertThat(VaryKey.of(FieldList.of("Vary", "", "Vary", "*"), FieldList.EMPTY, Codings.AS_SENT))
                .isNull();
    }

    @Test
    void more_nominated_fields_than_anyone_needs_are_as_good_as_a_star() {
        assertThat(VaryKey.of(FieldList.of("Vary", "a" + ",b".repeat(100)), FieldList.EMPTY, Codings.AS_SENT))
                .isNotNull();
        var names = new StringBuilder();
        for (int i = 0; i < 33; i++) {
            names.append("x-").append(i).append(',');
        }
        assertThat(VaryKey.of(FieldList.of("Vary", names.toString()), FieldList.EMPTY, Codings.AS_SENT))
                .isNull();
    }

    @Test
    void without_vary_any_request_matches() {
        assertThat(VaryKey.of(FieldList.EMPTY, FieldList.of("Foo", "1"), Codings.AS_SENT))
                .isEqualTo(VaryKey.NONE)
                .matches(key -> key.matches(FieldList.of("Foo", "2"), Codings.AS_SENT));
    }

    @Test
    void all_nominated_fields_have_to_match_and_no_others() {
        VaryKey key = key("Foo, bar", FieldList.of("Foo", "1", "Bar", "abc", "Other", "2"));

        assertThat(matches(key, "Bar", "abc", "FOO", "1", "Other", "3")).isTrue();
        assertThat(matches(key, "Foo", "2", "Bar", "abc")).isFalse();
        assertThat(matches(key, "Foo", "1", "Bar", "abcde")).isFalse();
        assertThat(matches(key, "Foo", "1")).isFalse();
        assertThat(matches(key)).isFalse();
    }

    @Test
    void an_absent_field_matches_an_absent_one_only() {
        VaryKey key = key("Foo, Bar", FieldList.of("Foo", "1"));

        assertThat(matches(key, "Foo", "1")).isTrue();
        assertThat(matches(key, "Foo", "1", "Bar", "")).isFalse();
        assertThat(matches(key, "Foo", "1", "Bar", "2")).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Foo, '1,2', '1, 2'",
        "Foo, '1 ,  2', '1,2'",
        "Accept-Language, 'en, de', 'de, en'",
        "Accept-Language, 'en, de', 'eN, De'",
        "Accept-Language, 'en, de', 'en ,   de'",
        "Accept-Language, 'en;q=1.0, de;q=0.50', 'de; q=0.5, en'",
        "Accept-Encoding, 'gzip, br', 'BR;q=1.000, x-gzip, br'",
        "Accept-Encoding, 'gzip;q=0.0', 'gzip; Q=0'",
        "Accept, 'text/html, */*;q=0.8', '*/*; q=0.80,Text/HTML'",
        "Accept-Charset, 'utf-8', 'UTF-8'"
    })
    void values_that_mean_the_same_match(String name, String stored, String presented) {
        VaryKey key = key(name, FieldList.of(name, stored));

        assertThat(matches(key, name, presented)).isTrue();
        assertThat(key).isEqualTo(key(name, FieldList.of(name, presented)));
    }

    @ParameterizedTest
    @CsvSource({
        "Foo, '1,2', '2,1'",
        "Foo, 'a', 'A'",
        "Foo, '\"1, 2\"', '\"1,2\"'",
        "User-Agent, 'a (b, c)', 'a (b,c)'",
        "Cookie, 'a=1,2', 'a=1, 2'",
        "Accept-Encoding, 'gzip', 'gzip;q=0.5'",
        "Accept-Encoding, 'gzip', 'gzip, br'",
        "Accept, 'a/b;v=X', 'a/b;v=x'"
    })
    void values_that_may_mean_something_else_do_not_match(String name, String stored, String presented) {
        VaryKey key = key(name, FieldList.of(name, stored));

        assertThat(matches(key, name, presented)).isFalse();
        assertThat(key).isNotEqualTo(key(name, FieldList.of(name, presented)));
    }

    @Test
    void lines_of_one_field_are_combined() {
        assertThat(matches(key("Foo", FieldList.of("Foo", "1, 2")), "Foo", "1", "Foo", "2"))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {
                "'gzip, deflate, br, zstd', 'br, gzip'",
                "'gzip, deflate', gzip",
                "'x-gzip;q=0.5, br;q=0', gzip",
                "*, 'br, gzip'",
                "'*, br;q=0', gzip",
                "deflate, identity",
                "'', identity",
                "absent, identity",
                "'gzip, identity;q=0', 'gzip, identity;q=0'",
                "'br, *;q=0', 'br, *;q=0'"
            })
    void a_route_may_cut_accept_encoding_down_to_what_it_uses(String sent, String reduced) {
        FieldList request = sent == null ? FieldList.EMPTY : FieldList.of("Accept-Encoding", sent);

        assertThat(AcceptEncoding.reduce(request, Codings.all("br", "gzip"))).isEqualTo(reduced);
        assertThat(AcceptEncoding.reduce(FieldList.of("Accept-Encoding", reduced), Codings.all("br", "gzip")))
                .as("what was forwarded finds what was got")
                .isEqualTo(reduced);
    }

    @Test
    void cut_down_requests_share_what_is_stored() {
        var codings = Codings.all("gzip");
        VaryKey key = requireNonNull(VaryKey.of(
                FieldList.of("Vary", "Accept-Encoding"), FieldList.of("Accept-Encoding", "gzip, br"), codings));

        assertThat(key.matches(FieldList.of("Accept-Encoding", "zstd, gzip"), codings))
                .isTrue();
        assertThat(key.matches(FieldList.EMPTY, codings)).isFalse();
        assertThat(key.matches(FieldList.of("Accept-Encoding", "br"), codings)).isFalse();
    }

    private static VaryKey key(String vary, Fields request) {
        return requireNonNull(VaryKey.of(FieldList.of("Vary", vary), request, Codings.AS_SENT));
    }

    private static boolean matches(VaryKey key, String... request) {
        return key.matches(FieldList.of(request), Codings.AS_SENT);
    }
}
