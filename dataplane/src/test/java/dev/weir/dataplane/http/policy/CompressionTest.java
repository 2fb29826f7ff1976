package dev.weir.dataplane.http.policy;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.NamePattern;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is compressed, and what becomes of the fields then: RFC 9110, RFC 9111 and RFC 9530. */
class CompressionTest {
    private static final long NOW = ModelCache.START;
    private static final CachePolicy POLICY = Policies.with()
            .compression(new Compression(
                    List.of(Coding.BR, Coding.GZIP),
                    List.of(new NamePattern("text/*"), new NamePattern("*/*+json")),
                    1000))
            .policy();
    private static final FieldList PLAIN = FieldList.of(
            "Content-Type", "text/html; charset=utf-8", "Content-Length", "1000", "Cache-Control", "max-age=60");

    @ParameterizedTest
    @CsvSource({
        "'gzip, br', BR",
        "gzip, GZIP",
        "'br;q=0, gzip;q=0.1', GZIP",
        "*, BR",
        "x-gzip, GZIP",
        "zstd, IDENTITY",
        "'', IDENTITY",
        "identity, IDENTITY"
    })
    void rfc_9110_section_12_5_3_the_first_coding_is_used_that_the_client_accepts(String accepted, Coding coding) {
        assertThat(store(accepted, PLAIN).metadata().coding()).isEqualTo(coding);
    }

    @Test
    void rfc_9110_section_12_5_3_whoever_says_nothing_gets_it_plainly() {
        RequestHead silent = new RequestHead("GET", uri(), FieldList.EMPTY);

        assertThat(stored(silent, PLAIN).metadata().coding()).isEqualTo(Coding.IDENTITY);
    }

    @Test
    void rfc_9110_section_12_5_3_to_whoever_refuses_plain_content_it_is_left_to_the_origin() {
        assertThat(store("br, identity;q=0", PLAIN).metadata().coding()).isEqualTo(Coding.IDENTITY);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/css", "TEXT/Plain ;charset=utf-8", "application/problem+json"})
    void rfc_9110_section_8_3_1_types_are_compared_without_case_and_parameters(String type) {
        assertThat(coding(with(PLAIN, "Content-Type", type))).isEqualTo(Coding.BR);
    }

    @ParameterizedTest
    @ValueSource(strings = {"image/png", "application/json", "text", "application/text/html", "text/event-stream", "a"})
    void what_is_of_no_such_type_or_never_ends_is_left(String type) {
        assertThat(coding(with(PLAIN, "Content-Type", type))).isNull();
    }

    @Test
    void rfc_9110_section_8_3_what_has_no_type_is_left() {
        assertThat(coding(without(PLAIN, "content-type"))).isNull();
    }

    @Test
    void rfc_9110_section_8_4_what_the_origin_coded_stays_as_it_is() {
        Storability.Store store = store("br", PLAIN.plus("Content-Encoding", "gzip"));

        assertThat(store.metadata().coding()).isNull();
        assertThat(store.fields().all("content-encoding")).containsExactly("gzip");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "absent",
            value = {"999, absent", "1000, BR", "absent, BR"})
    void what_is_known_to_be_short_is_left(@Nullable String length, @Nullable Coding coding) {
        FieldList unknown = without(PLAIN, "content-length");

        assertThat(coding(length == null ? unknown : unknown.plus("Content-Length", length)))
                .isEqualTo(coding);
    }

    @ParameterizedTest
    @ValueSource(strings = {"no-transform", "No-Transform", "no-transform=1"})
    void rfc_9110_section_7_7_a_proxy_must_not_transform_what_says_no_transform(String directive) {
        FieldList forbidding = with(PLAIN, "Cache-Control", "max-age=60, " + directive);

        assertThat(coding(forbidding)).isNull();
    }

    @Test
    void rfc_9111_section_5_2_2_6_no_route_takes_back_what_the_origin_says_of_transformations() {
        CachePolicy overriding = Policies.with()
                .override("max-age=60")
                .compression(requireNonNull(POLICY.compression()))
                .policy();
        FieldList forbidding = with(PLAIN, "Cache-Control", "no-transform");

        assertThat(((Storability.Store) of(request("br"), forbidding, overriding))
                        .metadata()
                        .coding())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {203, 404, 410})
    void other_statuses_are_left(int status) {
        var head = new ResponseHead(status, PLAIN);
        var store = (Storability.Store) Storability.of(request("br"), head, POLICY, new Exchange(NOW, NOW));

        assertThat(store.metadata().coding()).isNull();
    }

    @Test
    void rfc_9110_section_8_4_and_12_5_5_the_fields_tell_of_the_coding_and_of_what_it_depends_on() {
        FieldList fields = store("br", PLAIN).fields();

        assertThat(fields.all("content-encoding")).containsExactly("br");
        assertThat(fields.all("vary")).containsExactly("Accept-Encoding");
        assertThat(fields.has("content-length")).isFalse();
    }

    @Test
    void rfc_9110_section_12_5_5_what_is_left_plain_for_one_client_varies_as_well() {
        Storability.Store store = store("identity", PLAIN);

        assertThat(store.fields().all("vary")).containsExactly("Accept-Encoding");
        assertThat(store.fields().has("content-encoding")).isFalse();
        assertThat(store.metadata().vary().matches(request("br").fields(), POLICY.codings()))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Accept-Encoding", "Origin, accept-encoding"})
    void rfc_9110_section_12_5_5_vary_names_it_once(String vary) {
        assertThat(store("br", PLAIN.plus("Vary", vary)).fields().all("vary")).containsExactly(vary);
    }

    @Test
    void rfc_9110_section_8_8_3_3_the_entity_tag_is_weak_and_the_origins_is_kept() {
        Storability.Store store = store("br", PLAIN.plus("ETag", "\"a\""));

        assertThat(store.fields().all("etag")).containsExactly("W/\"a\"");
        assertThat(store.metadata().validators().etag()).isEqualTo(new EntityTag("\"a\""));
        assertThat(store("identity", PLAIN.plus("ETag", "\"a\"")).fields().all("etag"))
                .containsExactly("\"a\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"W/\"a\"", "a"})
    void rfc_9110_section_8_8_3_a_tag_that_is_not_strong_stays_as_it_is(String etag) {
        assertThat(store("br", PLAIN.plus("ETag", etag)).fields().all("etag")).containsExactly(etag);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-MD5", "Digest", "Content-Digest", "Repr-Digest", "Accept-Ranges"})
    void rfc_9530_section_3_what_is_only_true_of_the_plain_content_is_dropped(String name) {
        FieldList fields = PLAIN.plus(name, "x");

        assertThat(store("br", fields).fields().has(name)).isFalse();
        assertThat(Coding.BR.trailers(FieldList.of(name, "x", "Other", "y"))).isEqualTo(FieldList.of("Other", "y"));
        assertThat(store("identity", fields).fields().has(name)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"W/\"a\", true", "\"a\", true", "\"b\", false"})
    void rfc_9110_section_13_1_2_if_none_match_is_compared_weakly(String etag, boolean matches) {
        Metadata stored = store("br", PLAIN.plus("ETag", "\"a\"")).metadata();
        Answer answer = Answer.to(request("br", "If-None-Match", etag), stored.completed(500), NOW);

        assertThat(answer instanceof Answer.NotModified).isEqualTo(matches);
    }

    @Test
    void rfc_9110_section_14_2_a_range_is_one_of_the_coded_content() {
        Metadata stored = store("br", PLAIN).metadata().completed(500);

        assertThat(Answer.to(request("br", "Range", "bytes=400-"), stored, NOW))
                .isInstanceOfSatisfying(Answer.Part.class, part -> {
                    assertThat(part.completeLength()).isEqualTo(500);
                    assertThat(part.range().length()).isEqualTo(100);
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "W/\"a\"", "Wed, 01 Jan 2020 00:00:00 GMT"})
    void rfc_9110_section_13_1_5_nothing_proves_that_a_range_is_of_the_same_coded_bytes(String validator) {
        FieldList fields = PLAIN.plus("ETag", "\"a\"").plus("Last-Modified", "Wed, 01 Jan 2020 00:00:00 GMT");
        Metadata stored = store("br", fields).metadata().completed(500);

        assertThat(Answer.to(request("br", "Range", "bytes=400-", "If-Range", validator), stored, NOW))
                .isEqualTo(Answer.WHOLE);
    }

    @Test
    void rfc_9111_section_4_3_4_a_304_to_the_origins_tag_updates_what_is_coded() {
        Coded stored = new Coded(store("br", PLAIN.plus("ETag", "\"a\"")));
        FieldList newer = FieldList.of("ETag", "\"a\"", "Cache-Control", "max-age=90", "Repr-Digest", "x");

        Freshened<Coded> freshened = on304(stored, newer).getFirst();

        var store = (Storability.Store) freshened.storability();
        assertThat(store.fields().all("etag")).containsExactly("W/\"a\"");
        assertThat(store.fields().all("content-encoding")).containsExactly("br");
        assertThat(store.fields().all("vary")).containsExactly("Accept-Encoding");
        assertThat(store.fields().all("cache-control")).containsExactly("max-age=90");
        assertThat(store.fields().has("repr-digest")).isFalse();
        assertThat(store.metadata().validators().etag()).isEqualTo(new EntityTag("\"a\""));
        assertThat(store.metadata().coding()).isEqualTo(Coding.BR);
        assertThat(store.metadata().vary()).isEqualTo(stored.metadata().vary());
        assertThat(freshened.answer().all("etag")).containsExactly("W/\"a\"");
    }

    @Test
    void rfc_9111_section_4_3_1_the_tag_to_validate_with_outlives_a_304_without_one() {
        Coded stored = new Coded(store("br", PLAIN.plus("ETag", "\"a\"")));

        var store = (Storability.Store) on304(stored, FieldList.of("Cache-Control", "max-age=90"))
                .getFirst()
                .storability();

        assertThat(store.metadata().validators().etag()).isEqualTo(new EntityTag("\"a\""));
        assertThat(store.fields().all("etag")).containsExactly("W/\"a\"");
    }

    @Test
    void rfc_9111_section_4_3_4_a_304_that_leaves_vary_out_takes_no_variant_for_everyones() {
        Coded plain = new Coded(store("identity", PLAIN.plus("Vary", "Origin")));

        var store = (Storability.Store) on304("identity", plain, FieldList.of("Vary", "Origin"))
                .getFirst()
                .storability();

        assertThat(store.metadata().vary()).isEqualTo(plain.metadata().vary());
    }

    @Test
    void rfc_9110_section_7_7_what_is_not_to_be_transformed_any_more_is_not_kept() {
        Coded stored = new Coded(store("br", PLAIN.plus("ETag", "\"a\"")));

        assertThat(on304(stored, FieldList.of("Cache-Control", "max-age=90, no-transform"))
                        .getFirst()
                        .storability())
                .isEqualTo(new Storability.Refuse(Refusal.NO_TRANSFORM));
    }

    @Test
    void rfc_9111_section_4_3_5_a_head_tells_the_length_of_the_plain_content() {
        Coded stored = new Coded(store("br", PLAIN.plus("ETag", "\"a\"")), 300);
        var head = new RequestHead("HEAD", uri(), request("br").fields());
        var answer = new ResponseHead(200, PLAIN.plus("ETag", "\"a\""));

        assertThat(Freshening.onHead(head, List.of(stored), answer, POLICY, new Exchange(NOW, NOW)))
                .singleElement()
                .isInstanceOf(HeadEffect.Updated.class);
    }

    @Test
    void rfc_9111_section_3_4_a_part_of_the_plain_content_is_none_of_the_coded_one() {
        Coded stored = new Coded(store("br", PLAIN.plus("ETag", "\"a\"")), 500);
        var part = new ResponseHead(
                206, FieldList.of("ETag", "\"a\"", "Content-Range", "bytes 0-9/500", "Content-Length", "10"));

        assertThat(Combination.of(request("br", "Range", "bytes=0-9"), stored, part, POLICY, new Exchange(NOW, NOW)))
                .isNull();
    }

    @Test
    void rfc_9111_section_3_3_what_broke_off_is_no_part_of_anything() {
        assertThat(store("br", PLAIN.plus("ETag", "\"a\"")).truncatedTo(10))
                .isEqualTo(new Storability.Refuse(Refusal.INCOMPLETE));
    }

    @Test
    void rfc_9111_section_4_what_is_coded_no_more_takes_the_place_of_what_was() {
        Coded coded = new Coded(store("br", PLAIN));
        Coded other = new Coded(store("gzip", PLAIN));
        Coded small = new Coded(store("br", with(PLAIN, "Content-Length", "10")));

        assertThat(Replacement.by(small, request("br"), List.of(coded, other, small), POLICY))
                .containsExactly(coded);
        assertThat(Replacement.by(coded, request("br"), List.of(coded, other, small), POLICY))
                .isEmpty();
    }

    private record Coded(Metadata metadata, FieldList fields, List<String> tags) implements StoredResponse {
        Coded(Storability.Store store) {
            this(store.metadata(), store.fields(), store.tags());
        }

        Coded(Storability.Store store, long length) {
            this(store.metadata().completed(length), store.fields(), store.tags());
        }
    }

    private static List<Freshened<Coded>> on304(Coded stored, FieldList newer) {
        return on304("br", stored, newer);
    }

    private static List<Freshened<Coded>> on304(String accepted, Coded stored, FieldList newer) {
        return Freshening.on304(
                request(accepted),
                List.of(stored),
                stored,
                new ResponseHead(304, newer),
                POLICY,
                new Exchange(NOW, NOW));
    }

    private static @Nullable Coding coding(FieldList response) {
        return store("br", response).metadata().coding();
    }

    private static Storability.Store store(String accepted, FieldList response) {
        return stored(request(accepted), response);
    }

    private static Storability.Store stored(RequestHead request, FieldList response) {
        return (Storability.Store) of(request, response, POLICY);
    }

    private static Storability of(RequestHead request, FieldList response, CachePolicy policy) {
        return Storability.of(request, new ResponseHead(200, response), policy, new Exchange(NOW, NOW));
    }

    private static RequestHead request(String accepted, String... more) {
        return new RequestHead(
                "GET", uri(), FieldList.of("Accept-Encoding", accepted).plus(FieldList.of(more)));
    }

    private static TargetUri uri() {
        return TargetUri.of("http", "a.test", "/a");
    }

    private static FieldList with(FieldList fields, String name, String value) {
        return without(fields, name.toLowerCase(Locale.ROOT)).plus(name, value);
    }

    private static FieldList without(FieldList fields, String lowerCaseName) {
        return FieldList.filtered(fields, name -> !name.equals(lowerCaseName));
    }
}
