package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9111 section 3: "a cache MUST NOT store a response to a request unless". */
class StoringResponsesTest {
    private static final Exchange NOW = new Exchange(ModelCache.START, ModelCache.START);

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "M-SEARCH", "get", "HEAD"})
    void section_3_the_request_method_is_understood_by_the_cache(String method) {
        assertThat(refusal(method, 200, "Cache-Control", "max-age=60")).isEqualTo(Refusal.METHOD);
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 101, 102, 103})
    void section_3_the_response_status_code_is_final(int status) {
        assertThat(refusal("GET", status, "Cache-Control", "max-age=60")).isEqualTo(Refusal.STATUS);
    }

    @ParameterizedTest
    @ValueSource(ints = {200, 201, 203, 204, 299, 301, 302, 303, 307, 308, 400, 404, 410, 499, 500, 502, 503, 504, 599})
    void section_3_with_explicit_freshness_any_final_status_code_will_do(int status) {
        assertThat(of("GET", status, "Cache-Control", "max-age=60")).isInstanceOf(Storability.Store.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {304, 407, 412, 416})
    void what_answers_the_fields_of_the_request_is_not_what_is_at_the_uri(int status) {
        assertThat(refusal("GET", status, "Cache-Control", "max-age=60")).isEqualTo(Refusal.STATUS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-store", "No-StOrE", "max-age=10000, no-store", "no-store, public, s-maxage=5"})
    void section_5_2_2_5_no_store_must_not_be_stored(String cacheControl) {
        assertThat(refusal("GET", 200, "Cache-Control", cacheControl, "Expires", "Sun, 21 Nov 2286 04:46:39 GMT"))
                .isEqualTo(Refusal.NO_STORE);
    }

    @Test
    void section_5_2_2_3_must_understand_overrides_no_store_if_the_status_code_is_understood() {
        String cacheControl = "max-age=3600, no-store, must-understand";

        assertThat(of("GET", 200, "Cache-Control", cacheControl)).isInstanceOf(Storability.Store.class);
        assertThat(refusal("GET", 599, "Cache-Control", cacheControl)).isEqualTo(Refusal.NOT_UNDERSTOOD);
        assertThat(refusal("GET", 599, "Cache-Control", "max-age=3600, must-understand"))
                .isEqualTo(Refusal.NOT_UNDERSTOOD);
    }

    @Test
    void section_5_2_2_7_unqualified_private_must_not_be_stored_by_a_shared_cache() {
        assertThat(refusal("GET", 200, "Cache-Control", "private, max-age=3600"))
                .isEqualTo(Refusal.PRIVATE);
    }

    @Test
    void section_5_2_2_7_qualified_private_keeps_the_listed_fields_out() {
        assertThat(names(of(
                        "GET", 200, "Cache-Control", "private=\"A, b\", max-age=3600", "a", "1", "B", "2", "C", "3")))
                .containsExactly("Cache-Control", "C", "Date");
    }

    @Test
    void section_5_2_2_4_qualified_no_cache_keeps_the_listed_fields_out() {
        assertThat(names(of(
                        "GET",
                        200,
                        "Cache-Control",
                        "no-cache=\"a\"",
                        "Cache-Control",
                        "max-age=1",
                        "A",
                        "1",
                        "B",
                        "2")))
                .containsExactly("Cache-Control", "Cache-Control", "B", "Date");
    }

    @ParameterizedTest
    @CsvSource({
        "max-age=3600, false",
        "'max-age=3600, proxy-revalidate', false",
        "'max-age=3600, public', true",
        "'max-age=3600, must-revalidate', true",
        "s-maxage=3600, true"
    })
    void section_3_5_responses_to_authorized_requests_need_a_directive_that_allows_sharing(
            String cacheControl, boolean stored) {
        var request = request("GET", "Authorization", "Basic Zm9vOmJhcg==");
        Storability storability =
                Storability.of(request, response(200, "Cache-Control", cacheControl), CachePolicy.STANDARD, NOW);

        assertThat(storability instanceof Storability.Store).isEqualTo(stored);
    }

    @ParameterizedTest
    @CsvSource({"Expires, 'Sun, 21 Nov 2286 04:46:39 GMT'", "Cache-Control, max-age=1", "Cache-Control, s-maxage=1"})
    void section_3_explicit_freshness_makes_any_status_storable(String name, String value) {
        assertThat(of("GET", 499, name, value)).isInstanceOf(Storability.Store.class);
    }

    @Test
    void section_3_without_any_word_on_freshness_nothing_is_stored() {
        assertThat(refusal("GET", 200)).isEqualTo(Refusal.NO_FRESHNESS);
        assertThat(refusal("GET", 200, "ETag", "\"a\"", "Last-Modified", "Sun, 06 Nov 1994 08:49:37 GMT"))
                .isEqualTo(Refusal.NO_FRESHNESS);
        assertThat(refusal("GET", 599, "Cache-Control", "no-cache", "ETag", "\"a\""))
                .isEqualTo(Refusal.NO_FRESHNESS);
    }

    @Test
    void section_5_2_2_4_no_cache_is_stored_to_be_validated() {
        assertThat(of("GET", 200, "Cache-Control", "no-cache", "ETag", "\"a\"")).isInstanceOf(Storability.Store.class);
        assertThat(of("GET", 599, "Cache-Control", "no-cache, public", "ETag", "\"a\""))
                .isInstanceOf(Storability.Store.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"max-age=0", "no-cache", "max-age=60, no-cache", "max-age=-1"})
    void what_can_never_be_reused_is_not_worth_storing(String cacheControl) {
        assertThat(refusal("GET", 200, "Cache-Control", cacheControl)).isEqualTo(Refusal.NEVER_REUSABLE);
    }

    @Test
    void stale_responses_are_stored_for_what_else_they_are_good_for() {
        assertThat(of("GET", 200, "Cache-Control", "max-age=0", "ETag", "W/\"a\""))
                .isInstanceOf(Storability.Store.class);
        assertThat(of("GET", 200, "Cache-Control", "max-age=0, stale-while-revalidate=5"))
                .isInstanceOf(Storability.Store.class);
        assertThat(refusal("GET", 200, "Cache-Control", "max-age=0, stale-if-error=5, must-revalidate"))
                .isEqualTo(Refusal.NEVER_REUSABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*, *", "Foo, *", ", *"})
    void section_4_1_a_response_that_varies_by_everything_is_not_stored(String vary) {
        assertThat(refusal("GET", 200, "Cache-Control", "max-age=60", "Vary", vary))
                .isEqualTo(Refusal.VARY);
    }

    @Test
    void section_5_2_1_5_no_store_in_the_request_forbids_storing_the_response() {
        var request = request("GET", "Cache-Control", "no-store");

        assertThat(Storability.of(request, response(200, "Cache-Control", "max-age=60"), CachePolicy.STANDARD, NOW))
                .isEqualTo(new Storability.Refuse(Refusal.REQUEST_NO_STORE));
    }

    @ParameterizedTest
    @CsvSource({"Content-Length, 3", "Transfer-Encoding, chunked", "Content-Length, x"})
    void rfc_9110_section_9_3_1_content_of_a_get_might_have_changed_the_response(String name, String value) {
        assertThat(Storability.of(
                        request("GET", name, value),
                        response(200, "Cache-Control", "max-age=60"),
                        CachePolicy.STANDARD,
                        NOW))
                .isEqualTo(new Storability.Refuse(Refusal.REQUEST_CONTENT));
    }

    @Test
    void rfc_9110_section_9_3_3_a_post_is_stored_if_it_is_fresh_and_located_at_its_own_target() {
        assertThat(of("POST", 200, "Cache-Control", "max-age=60", "Content-Location", "/a"))
                .isInstanceOf(Storability.Store.class);
        assertThat(of("POST", 200, "Cache-Control", "max-age=60", "Content-Location", "http://EXAMPLE.com:80/a"))
                .isInstanceOf(Storability.Store.class);
        assertThat(refusal("POST", 200, "Cache-Control", "max-age=60", "Content-Location", "/b"))
                .isEqualTo(Refusal.METHOD);
        assertThat(refusal("POST", 200, "Cache-Control", "max-age=60")).isEqualTo(Refusal.METHOD);
        assertThat(refusal("POST", 200, "Cache-Control", "no-cache", "ETag", "\"a\"", "Content-Location", "/a"))
                .isEqualTo(Refusal.METHOD);
        assertThat(refusal("POST", 404, "Cache-Control", "max-age=60", "Content-Location", "/a"))
                .isEqualTo(Refusal.METHOD);
    }

    @Test
    void section_3_1_all_fields_are_stored_even_those_that_nobody_recognises() {
        String[] fields = {
            "Test-Header",
            "1",
            "Content-Foo",
            "2",
            "Content-Type",
            "text/plain",
            "Content-Range",
            "x",
            "Set-Cookie",
            "a=b",
            "Set-Cookie2",
            "c=d",
            "Cache-Control",
            "max-age=60",
            "Date",
            "Fri, 15 Jan 2027 08:00:00 GMT",
            "Public-Key-Pins",
            "e",
            "Clear-Site-Data",
            "cookies",
            "Cache-Status",
            "origin; hit"
        };

        assertThat(of("GET", 200, fields))
                .isInstanceOfSatisfying(
                        Storability.Store.class,
                        store -> assertThat(store.fields()).isEqualTo(FieldList.of(fields)));
    }

    @Test
    void section_3_1_fields_that_end_at_this_hop_or_belong_to_a_proxy_are_not_stored() {
        assertThat(names(of(
                        "GET",
                        200,
                        "Connection",
                        "a, b",
                        "A",
                        "1",
                        "b",
                        "2",
                        "c",
                        "3",
                        "Keep-Alive",
                        "x",
                        "Proxy-Connection",
                        "x",
                        "Proxy-Authenticate",
                        "x",
                        "Proxy-Authentication-Info",
                        "x",
                        "Proxy-Authorization",
                        "x",
                        "TE",
                        "x",
                        "Transfer-Encoding",
                        "chunked",
                        "Upgrade",
                        "x",
                        "Trailer",
                        "x",
                        "Age",
                        "5",
                        "Cache-Control",
                        "max-age=60")))
                .containsExactly("c", "Cache-Control", "Date");
    }

    @Test
    void rfc_9110_section_6_6_1_a_response_without_a_valid_date_gets_that_of_its_receipt() {
        assertThat(of("GET", 200, "Date", "foo", "Cache-Control", "max-age=60"))
                .isInstanceOfSatisfying(
                        Storability.Store.class,
                        store -> assertThat(store.fields().all("date"))
                                .containsExactly("Fri, 15 Jan 2027 08:00:00 GMT"));
    }

    @Test
    void section_3_3_a_truncated_response_is_kept_as_a_part_if_it_can_be_completed() {
        var complete = (Storability.Store)
                of("GET", 200, "Cache-Control", "max-age=60", "Content-Length", "10", "ETag", "\"a\"");
        var weak = (Storability.Store)
                of("GET", 200, "Cache-Control", "max-age=60", "Content-Length", "10", "ETag", "W/\"a\"");
        var unknown = (Storability.Store) of("GET", 200, "Cache-Control", "max-age=60", "ETag", "\"a\"");
        var error = (Storability.Store)
                of("GET", 404, "Cache-Control", "max-age=60", "Content-Length", "10", "ETag", "\"a\"");

        assertThat(complete.truncatedTo(4))
                .isInstanceOfSatisfying(
                        Storability.Store.class,
                        store -> assertThat(store.metadata().extent()).isEqualTo(new Extent(0, 4, 10)));
        assertThat(List.of(complete.truncatedTo(0), weak.truncatedTo(4), unknown.truncatedTo(4), error.truncatedTo(4)))
                .containsOnly(new Storability.Refuse(Refusal.INCOMPLETE));
    }

    private static Refusal refusal(String method, int status, String... fields) {
        return ((Storability.Refuse) of(method, status, fields)).reason();
    }

    private static Storability of(String method, int status, String... fields) {
        return Storability.of(request(method), response(status, fields), CachePolicy.STANDARD, NOW);
    }

    private static List<String> names(Storability stored) {
        return ((Storability.Store) stored)
                .fields().lines().stream().map(Field::name).toList();
    }

    private static RequestHead request(String method, String... fields) {
        return new RequestHead(method, TargetUri.of("http", "example.com", "/a"), FieldList.of(fields));
    }

    private static ResponseHead response(int status, String... fields) {
        return new ResponseHead(status, FieldList.of(fields));
    }
}
