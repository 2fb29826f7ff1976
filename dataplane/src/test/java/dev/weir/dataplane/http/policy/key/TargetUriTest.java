package dev.weir.dataplane.http.policy.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 3986 section 6.2, RFC 9110 section 4.2.3 and RFC 9112 section 3.2. */
class TargetUriTest {
    @ParameterizedTest
    @CsvSource({
        "HTTP, Example.COM, /, http://example.com/",
        "http, example.com:80, /, http://example.com/",
        "https, example.com:443, /, https://example.com/",
        "http, example.com:, /, http://example.com/",
        "http, example.com:8080, /, http://example.com:8080/",
        "https, example.com:80, /, https://example.com:80/",
        "http, [::1]:80, /, http://[::1]/",
        "http, example.com, '', http://example.com/",
        "http, example.com, ?a=b, http://example.com/?a=b",
        "http, example.com, /%7Euser/%3a%2f, http://example.com/~user/%3A%2F",
        "http, example.com, /a?b=%41%c3%a9, http://example.com/a?b=A%C3%A9",
        "http, example.com, http://Other.example/x, http://other.example/x",
        "https, example.com, http://user@other.example:80, http://other.example/",
        "http, example.com, *, http://example.com*"
    })
    void equivalent_uris_are_one(String scheme, String authority, String target, String normal) {
        assertThat(TargetUri.of(scheme, authority, target)).hasToString(normal);
    }

    @ParameterizedTest
    @CsvSource({
        "/a, /A",
        "/a, /a/",
        "/a, /a?",
        "/a/b, /a/%2Fb",
        "/a/b, /a//b",
        "/b, /a/../b",
        "/a?x=1&y=2, /a?y=2&x=1",
        "/a?x=+, /a?x=%20",
        "/%, /%25"
    })
    void what_may_be_something_else_stays_something_else(String one, String other) {
        assertThat(TargetUri.of("http", "h", one)).isNotEqualTo(TargetUri.of("http", "h", other));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/%", "/%4", "/%zz", "/a%", "/%\uff11\uff11", "/%A%44"})
    void what_is_no_encoding_is_left_alone(String target) {
        assertThat(TargetUri.of("http", "h", target).path()).isEqualTo(target);
    }

    @Test
    void the_normal_form_is_normal() {
        long seed = System.nanoTime();
        var random = new Random(seed);
        String characters = "%%%%0123456789abcdefABCDEF/.?&=~-_";
        for (int i = 0; i < 20_000; i++) {
            var target = new StringBuilder("/");
            random.ints(random.nextInt(20), 0, characters.length()).forEach(c -> target.append(characters.charAt(c)));
            TargetUri uri = TargetUri.of("http", "h", target.toString());

            assertThat(TargetUri.of("http", "h", uri.toString()))
                    .as("%s, seed %d", target, seed)
                    .isEqualTo(uri);
        }
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                // the examples of RFC 3986 section 5.4, as far as they are about http
                "g, http://a/b/c/g",
                "./g, http://a/b/c/g",
                "g/, http://a/b/c/g/",
                "/g, http://a/g",
                "//g, http://g/",
                "?y, http://a/b/c/d;p?y",
                "g?y, http://a/b/c/g?y",
                "#s, http://a/b/c/d;p?q",
                "g#s, http://a/b/c/g",
                "g;x?y#s, http://a/b/c/g;x?y",
                "'', http://a/b/c/d;p?q",
                "., http://a/b/c/",
                "./, http://a/b/c/",
                ".., http://a/b/",
                "../, http://a/b/",
                "../g, http://a/b/g",
                "../.., http://a/",
                "../../g, http://a/g",
                "../../../g, http://a/g",
                "/./g, http://a/g",
                "/../g, http://a/g",
                "g., http://a/b/c/g.",
                ".g, http://a/b/c/.g",
                "..g, http://a/b/c/..g",
                "./../g, http://a/b/g",
                "g/./h, http://a/b/c/g/h",
                "g/../h, http://a/b/c/h",
                "g;x=1/../y, http://a/b/c/y",
                "http://x/../y, http://x/y",
                "HTTPS://X/, https://x/",
                "mailto:a@b, none",
                "g:h, none",
                "http:g, none"
            })
    void references_are_resolved_as_rfc_3986_section_5_4_shows(String reference, String resolved) {
        TargetUri uri = TargetUri.of("http", "a", "/b/c/d;p?q").resolve(reference);

        assertThat(uri == null ? null : uri.toString()).isEqualTo(resolved);
    }

    @Test
    void origins_are_the_same_if_scheme_host_and_port_are() {
        // RFC 9110 section 4.3.1
        TargetUri uri = TargetUri.of("http", "a", "/x");

        assertThat(uri.hasSameOrigin(TargetUri.of("http", "A:80", "/y"))).isTrue();
        assertThat(uri.hasSameOrigin(TargetUri.of("https", "a", "/x"))).isFalse();
        assertThat(uri.hasSameOrigin(TargetUri.of("http", "a:81", "/x"))).isFalse();
        assertThat(uri.hasSameOrigin(TargetUri.of("http", "b.a", "/x"))).isFalse();
    }
}
