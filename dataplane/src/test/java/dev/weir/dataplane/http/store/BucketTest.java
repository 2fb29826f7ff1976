package dev.weir.dataplane.http.store;

import static dev.weir.dataplane.http.store.Responses.key;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.dataplane.http.message.Payload;
import dev.weir.dataplane.http.policy.Extent;
import dev.weir.dataplane.http.policy.field.ByteRange;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.CacheKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BucketTest {
    private static final long MIB = 1024 * 1024;
    private static final BucketLimits ROOMY = new BucketLimits(1000, 16 * MIB, MIB);
    private static final CacheKey KEY = key("http://example.com/a");

    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final SettableClock clock = new SettableClock(Responses.NOW + 1000);
    private final Store store = new Store(meters, clock);
    private final Bucket bucket = store.open("shared", ROOMY);

    @AfterEach
    void nothingLeaks() {
        store.close();
        assertThat(store.usedMemoryBytes()).isZero();
        assertThat(meters.getMeters()).isEmpty();
    }

    @Test
    void what_was_put_is_found_byte_for_byte() {
        Entry put = put(KEY, response("hello").fields("ETag", "\"1\"").tags("red"));

        assertThat(bucket.find(KEY)).containsExactly(put);
        assertThat(put.tags()).containsExactly("red");
        assertThat(put.fields()).isEqualTo(FieldList.of("ETag", "\"1\""));
        assertThat(Responses.text(put)).isEqualTo("hello");
        assertThat(bucket.find(key("http://example.com/b"))).isEmpty();
        assertThat(counter("stored")).isEqualTo(1);
    }

    @Test
    void the_head_tells_the_length_of_the_content_once() {
        Entry put = put(KEY, response("hello").fields("Content-Length", "5", "A", "b"));

        assertThat(new String(put.head().http1(), StandardCharsets.ISO_8859_1))
                .isEqualTo("HTTP/1.1 200 OK\r\nA: b\r\nContent-Length: 5\r\n");
    }

    @Test
    void the_content_is_copied_and_stays_the_callers() {
        ByteBuf one = Unpooled.copiedBuffer("hel", StandardCharsets.UTF_8);
        ByteBuf two = Unpooled.copiedBuffer("lo", StandardCharsets.UTF_8);
        Responses response = response("hello");
        Entry put = requireNonNull(bucket.put(
                KEY,
                new NewEntry(
                        response.metadata(),
                        response.fields(),
                        List.of(),
                        response.requestMillis(),
                        List.of(one, two))));

        assertThat(one.refCnt()).isEqualTo(1);
        assertThat(one.readableBytes()).isEqualTo(3);
        one.setByte(0, 'X');
        assertThat(Responses.text(put)).isEqualTo("hello");
    }

    @Test
    void a_part_of_the_content_is_handed_out_without_copying() {
        Entry put = put(KEY, response("hello"));

        assertThat(put.payload().tryRetain()).isTrue();
        ByteBuf part = put.payload().bytes(1, 3);
        put.payload().release();
        bucket.remove(KEY, put);

        assertThat(part.toString(StandardCharsets.UTF_8)).isEqualTo("ell");
        assertThat(store.usedMemoryBytes()).isPositive();
        part.release();
        assertThat(store.usedMemoryBytes()).isZero();
    }

    @Test
    void an_empty_content_takes_no_memory_outside_the_heap() {
        Entry put = put(KEY, response(""));

        assertThat(put.payload().tryRetain()).isTrue();
        assertThat(put.payload().bytes(0, 0).readableBytes()).isZero();
        put.payload().release();
        assertThat(store.usedMemoryBytes()).isZero();
    }

    @Test
    void what_is_gone_cannot_be_retained() {
        Payload payload = put(KEY, response("hello")).payload();
        bucket.purge(new Purge(new Purge.Everything(), true));

        assertThat(payload.tryRetain()).isFalse();
        assertThatThrownBy(payload::release).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_length_that_its_end_told_is_known_once_it_is_stored() {
        Entry put = put(KEY, response("hello").extent(Extent.STILL_COMING));

        assertThat(put.metadata().extent()).isEqualTo(Extent.whole(5));
    }

    @Test
    void a_part_of_a_representation_is_stored_as_such() {
        Extent part = Extent.part(new ByteRange(10, 14), 100);

        assertThat(put(KEY, response("hello").extent(part)).metadata().extent()).isEqualTo(part);
    }

    @Test
    void what_is_shorter_than_it_says_is_not_stored() {
        assertThat(bucket.put(KEY, response("hell").extent(Extent.whole(5)).entry()))
                .isNull();
        assertThat(refused("incomplete")).isEqualTo(1);
    }

    @Test
    void variants_of_a_key_live_side_by_side() {
        Entry gzip = put(KEY, response("g").vary("accept-encoding", "gzip"));
        Entry plain = put(KEY, response("p").vary("accept-encoding", "identity"));

        assertThat(bucket.find(KEY)).containsExactly(gzip, plain);
        assertThat(bucket.report().items()).isEqualTo(2);
    }

    @Test
    void a_response_takes_the_place_of_the_one_that_varies_equally() {
        Entry first = put(KEY, response("1").vary("accept-encoding", "gzip"));
        Entry second = put(KEY, response("2").vary("accept-encoding", "gzip"));

        assertThat(bucket.find(KEY)).containsExactly(second);
        assertThat(first.payload().tryRetain()).isFalse();
        assertThat(bucket.report().items()).isEqualTo(1);
        assertThat(bucket.report().evictions()).isZero();
    }

    @Test
    void the_oldest_of_too_many_variants_goes() {
        for (int i = 0; i < 70; i++) {
            bucket.put(KEY, response("v" + i).vary("cookie", "v" + i).entry());
        }

        assertThat(bucket.find(KEY)).hasSize(64);
        assertThat(bucket.find(KEY)).noneMatch(entry -> Responses.text(entry).equals("v5"));
        assertThat(bucket.find(KEY).getLast())
                .matches(entry -> Responses.text(entry).equals("v69"));
    }

    @Test
    void fields_are_replaced_while_the_content_stays() {
        Entry old = put(KEY, response("hello"));
        FieldList fields = FieldList.of("ETag", "\"2\"", "X-Long", "x".repeat(500));
        Entry updated = requireNonNull(bucket.replace(KEY, old, old.metadata().expiredAt(0), fields, List.of("blue")));

        assertThat(bucket.find(KEY)).containsExactly(updated);
        assertThat(Responses.text(updated)).isEqualTo("hello");
        assertThat(updated.head().fields()).isEqualTo(fields);
        assertThat(updated.tags()).containsExactly("blue");
        assertThat(bucket.replace(KEY, old, old.metadata(), fields, List.of())).isNull();

        bucket.remove(KEY, updated);
        assertThat(bucket.report().bytes()).isZero();
    }

    @Test
    void an_update_that_makes_it_vary_like_another_takes_that_ones_place() {
        Entry gzip = put(KEY, response("g").vary("accept-encoding", "gzip"));
        Entry plain = put(KEY, response("p").vary("accept-encoding", "identity"));
        Entry updated = requireNonNull(bucket.replace(KEY, plain, gzip.metadata(), plain.fields(), List.of()));

        assertThat(bucket.find(KEY)).containsExactly(updated);
        assertThat(gzip.payload().tryRetain()).isFalse();
    }

    @Test
    void removing_takes_one_variant() {
        Entry gzip = put(KEY, response("g").vary("accept-encoding", "gzip"));
        Entry plain = put(KEY, response("p").vary("accept-encoding", "identity"));
        bucket.remove(KEY, gzip);
        bucket.remove(KEY, gzip);

        assertThat(bucket.find(KEY)).containsExactly(plain);
    }

    @Test
    void an_invalidated_uri_is_validated_under_all_its_keys() {
        var withCookie = new CacheKey(KEY.uri(), "cookie=1\n");
        bucket.put(KEY, response("a").entry());
        bucket.put(withCookie, response("b").entry());
        bucket.put(key("http://example.com/other"), response("c").entry());
        bucket.invalidate(KEY.uri());

        assertThat(bucket.find(KEY)).allMatch(entry -> entry.metadata().rules().validateAlways());
        assertThat(bucket.find(withCookie))
                .allMatch(entry -> entry.metadata().rules().validateAlways());
        assertThat(bucket.find(key("http://example.com/other")))
                .noneMatch(entry -> entry.metadata().rules().validateAlways());
    }

    @Test
    void a_response_that_was_asked_for_before_its_uri_was_invalidated_is_not_stored() {
        bucket.invalidate(KEY.uri());

        assertThat(bucket.put(KEY, response("old").askedFor(clock.millis()).entry()))
                .isNull();
        assertThat(bucket.put(KEY, response("new").askedFor(clock.millis() + 1).entry()))
                .isNotNull();
        assertThat(refused("withdrawn")).isEqualTo(1);
    }

    @Test
    void an_update_of_what_was_invalidated_meanwhile_is_not_stored() {
        Entry old = put(KEY, response("hello"));
        bucket.invalidate(KEY.uri());

        assertThat(bucket.replace(KEY, old, old.metadata(), old.fields(), List.of()))
                .isNull();
        assertThat(bucket.find(KEY)).allMatch(entry -> entry.metadata().rules().validateAlways());
    }

    @Test
    void a_soft_purge_makes_stale_from_now_on() {
        bucket.put(KEY, response("hello").entry());

        assertThat(bucket.purge(new Purge(new Purge.Uri(KEY.uri()), false))).isEqualTo(1);
        assertThat(bucket.find(KEY))
                .singleElement()
                .matches(entry -> !entry.metadata().lifetime().isFresh(clock.millis()));
    }

    @Test
    void a_hard_purge_of_a_uri_takes_all_its_keys_and_variants() {
        var withCookie = new CacheKey(KEY.uri(), "cookie=1\n");
        bucket.put(KEY, response("g").vary("accept-encoding", "gzip").entry());
        bucket.put(KEY, response("p").vary("accept-encoding", "identity").entry());
        bucket.put(withCookie, response("b").entry());
        bucket.put(key("http://example.com/a/b"), response("c").entry());

        assertThat(bucket.purge(new Purge(new Purge.Uri(KEY.uri()), true))).isEqualTo(3);
        assertThat(bucket.find(KEY)).isEmpty();
        assertThat(bucket.find(withCookie)).isEmpty();
        assertThat(bucket.find(key("http://example.com/a/b"))).hasSize(1);
        assertThat(bucket.purge(new Purge(new Purge.Uri(KEY.uri()), true))).isZero();
    }

    @Test
    void a_prefix_purges_what_begins_so() {
        bucket.put(key("http://example.com/a/1"), response("1").entry());
        bucket.put(key("http://example.com/a/2"), response("2").entry());
        bucket.put(key("http://example.com/b/1"), response("3").entry());

        assertThat(bucket.purge(new Purge(new Purge.Prefix("http://example.com/a/"), true)))
                .isEqualTo(2);
        assertThat(bucket.report().items()).isEqualTo(1);
    }

    @Test
    void a_tag_purges_the_responses_that_were_given_it_and_no_other_variant() {
        bucket.put(
                KEY,
                response("g")
                        .vary("accept-encoding", "gzip")
                        .tags("red", "blue")
                        .entry());
        bucket.put(
                KEY,
                response("p").vary("accept-encoding", "identity").tags("red").entry());

        assertThat(bucket.purge(new Purge(new Purge.Tag("blue"), true))).isEqualTo(1);
        assertThat(bucket.find(KEY))
                .singleElement()
                .matches(entry -> Responses.text(entry).equals("p"));
    }

    @Test
    void what_was_purged_on_its_way_is_not_stored() {
        bucket.purge(new Purge(new Purge.Tag("red"), false));

        assertThat(bucket.put(KEY, response("red").tags("red").entry())).isNull();
        assertThat(bucket.put(KEY, response("blue").tags("blue").entry())).isNotNull();
    }

    @Test
    void when_too_much_was_purged_to_remember_whatever_was_asked_for_before_is_not_stored() {
        for (int i = 0; i < 600; i++) {
            bucket.invalidate("http://example.com/other/" + i);
        }

        assertThat(bucket.put(KEY, response("before").entry())).isNull();
        assertThat(bucket.put(
                        KEY, response("after").askedFor(clock.millis() + 1).entry()))
                .isNotNull();
    }

    private Entry put(CacheKey key, Responses response) {
        return requireNonNull(bucket.put(key, response.entry()));
    }

    private static Responses response(String content) {
        return Responses.with(content);
    }

    private double counter(String name) {
        return meters.get("weir.http.cache." + name).counter().count();
    }

    private double refused(String reason) {
        return meters.get("weir.http.cache.refused")
                .tag("reason", reason)
                .counter()
                .count();
    }
}
