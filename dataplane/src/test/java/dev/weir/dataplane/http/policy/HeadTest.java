package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** RFC 9111 section 4.3.5. */
class HeadTest {
    private final ModelCache cache =
            new ModelCache(Policies.with().staleIfError(3600).policy());

    @Test
    void a_head_is_answered_from_a_stored_get() {
        cached("max-age=60");

        assertThat(cache.send("HEAD", "/a").isHit()).isTrue();
    }

    @Test
    void a_response_to_head_is_not_stored_as_one_to_get() {
        cache.origin.answers(200, "", "Cache-Control", "max-age=60");
        cache.send("HEAD", "/a");

        assertThat(cache.get("/a").isHit()).isFalse();
    }

    @Test
    void a_200_with_matching_validators_updates_the_stored_response() {
        cached("max-age=2", "ETag", "\"a\"", "X", "1", "Y", "1");
        cache.origin.answers(
                200, "", "Cache-Control", "max-age=1000", "ETag", "\"a\"", "X", "2", "Content-Length", "3");

        assertThat(cache.after(3).send("HEAD", "/a").isHit()).isFalse();
        assertThat(cache.origin.lastRequest().method()).isEqualTo("HEAD");
        assertThat(cache.get("/a"))
                .matches(reply -> reply.isHit() && reply.content().equals("old"))
                .matches(reply -> "2".equals(reply.field("X")) && "1".equals(reply.field("Y")));
    }

    @Test
    void validators_that_were_not_sent_do_not_differ() {
        cached("max-age=2", "ETag", "\"a\"");
        cache.origin.answers(200, "", "Cache-Control", "max-age=1000");
        cache.after(3).send("HEAD", "/a");

        assertThat(cache.get("/a").isHit()).isTrue();
    }

    @Test
    void a_200_with_another_validator_or_length_makes_the_stored_response_stale() {
        for (String[] changed :
                new String[][] {{"ETag", "\"b\""}, {"Last-Modified", cache.date(-5)}, {"Content-Length", "4"}}) {
            cached("max-age=60", "ETag", "\"a\"", "Last-Modified", cache.date(-10));
            cache.origin.answers(200, "", changed);
            cache.send("HEAD", "/a", "Cache-Control", "no-cache");
            cache.origin.answers(200, "new", "Cache-Control", "no-store");

            assertThat(cache.get("/a").content()).isEqualTo("new");
            cache.entries.clear();
        }
    }

    @Test
    void other_statuses_change_nothing() {
        cached("max-age=60");
        cache.origin.answers(410, "", "Cache-Control", "max-age=1000", "X", "2");
        cache.send("HEAD", "/a", "Cache-Control", "no-cache");

        assertThat(cache.get("/a"))
                .matches(reply -> reply.isHit() && !reply.fields().has("X"));
    }

    @Test
    void only_responses_that_the_request_could_have_chosen_are_concerned() {
        cached("max-age=60", "Vary", "Foo");
        cache.origin.answers(200, "", "Content-Length", "99", "Vary", "Foo");
        cache.send("HEAD", "/a", "Foo", "other");

        assertThat(cache.get("/a").isHit()).isTrue();
    }

    private void cached(String cacheControl, String... fields) {
        var all = new String[fields.length + 2];
        all[0] = "Cache-Control";
        all[1] = cacheControl;
        System.arraycopy(fields, 0, all, 2, fields.length);
        cache.origin.answers(200, "old", all);
        cache.get("/a");
    }
}
