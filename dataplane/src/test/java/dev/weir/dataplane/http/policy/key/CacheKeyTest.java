package dev.weir.dataplane.http.policy.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.field.FieldList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9111 section 2, and the keys that routes make for themselves. */
class CacheKeyTest {
    @Test
    void the_uri_with_its_query_is_the_key() {
        assertThat(uri("/a?b=c", QueryKey.WHOLE)).isEqualTo("http://h/a?b=c");
        assertThat(uri("/a?", QueryKey.WHOLE)).isEqualTo("http://h/a?");
    }

    @ParameterizedTest
    @CsvSource({
        "/a?x=1&utm_source=m&y=2&utm_id=3, http://h/a?x=1&y=2",
        "/a?utm_source=m, http://h/a",
        "/a?utm_source, http://h/a",
        "/a?UTM_source=m, http://h/a?UTM_source=m",
        "/a?%75tm_id=1, http://h/a"
    })
    void excluded_parameters_are_not_in_it(String target, String key) {
        assertThat(uri(target, QueryKey.excluding("utm_*"))).isEqualTo(key);
    }

    @Test
    void with_included_parameters_no_others_are_in_it() {
        assertThat(uri("/a?x=1&y=2&x=3&z=4", QueryKey.including("x", "z"))).isEqualTo("http://h/a?x=1&x=3&z=4");
    }

    @Test
    void when_sorted_the_order_of_names_is_of_no_account_and_that_of_equal_names_is_kept() {
        assertThat(uri("/a?b=2&c=3&a=1&b=1", QueryKey.WHOLE.sorted())).isEqualTo("http://h/a?a=1&b=2&b=1&c=3");
    }

    @Test
    void headers_and_cookies_of_the_route_tell_keys_apart() {
        var policy = new KeyPolicy(QueryKey.WHOLE, List.of("X-Tenant"), List.of("plan"));
        var one = FieldList.of("x-tenant", "a, b", "Cookie", "id=7; plan=pro");
        var same = FieldList.of("X-Tenant", "a", "X-Tenant", "b", "Cookie", "plan=pro; id=8");
        var other = FieldList.of("X-Tenant", "a,b", "Cookie", "plan=basic");
        var empty = FieldList.of("X-Tenant", "", "Cookie", "plan=");

        assertThat(key(one, policy)).isEqualTo(key(same, policy));
        assertThat(List.of(key(one, policy), key(other, policy), key(empty, policy), key(FieldList.EMPTY, policy)))
                .doesNotHaveDuplicates();
    }

    @Test
    void keys_of_one_uri_share_its_text() {
        var policy = new KeyPolicy(QueryKey.WHOLE, List.of("x-tenant"), List.of());

        assertThat(key(FieldList.of("X-Tenant", "a"), policy).uri())
                .isEqualTo(CacheKey.uri(TargetUri.of("http", "h", "/a"), policy));
    }

    @ParameterizedTest
    @CsvSource({
        "utm_*, utm_, true",
        "utm_*, xutm_, false",
        "*, '', true",
        "a*b*c, aXbXc, true",
        "a*b*c, abcb, false",
        "abc, abc, true",
        "abc, abcd, false",
        "*ab, aab, true"
    })
    void patterns_leave_open_what_stands_for_an_asterisk(String pattern, String name, boolean matches) {
        assertThat(new NamePattern(pattern).matches(name)).isEqualTo(matches);
    }

    private static CacheKey key(FieldList request, KeyPolicy policy) {
        return CacheKey.of(TargetUri.of("http", "h", "/a"), request, policy);
    }

    private static String uri(String target, QueryKey query) {
        var policy = new KeyPolicy(query, List.of(), List.of());
        return CacheKey.of(TargetUri.of("http", "h", target), FieldList.EMPTY, policy)
                .uri();
    }
}
