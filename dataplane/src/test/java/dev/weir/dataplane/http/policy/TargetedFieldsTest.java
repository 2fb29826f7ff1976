package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9213 section 2.2. */
class TargetedFieldsTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "max-age=3600, ~~, true",
                "max-age=99999999999, ~~, true",
                "~foobar, max-age=3600~, ~~, true",
                "max-age=0, max-age=3600, false",
                "max-age=3600, max-age=1, true",
                "max-age=1, max-age=3600, false",
                "private, max-age=10000, false",
                "no-cache, max-age=10000, false",
                "no-store, max-age=10000, false",
                "max-age=10000, no-store, true",
                "none, no-store, false",
                "~max-age=10000, &&&&&~, no-store, false",
                "~max-age=10000, &&&&&~, max-age=60, true",
                "max-age=\"10000\", no-store, false",
                "max-age =100, max-age=1, false",
                "MaX-aGe=3600, max-age=60, true"
            })
    void the_selected_field_decides_instead_of_cache_control(String targeted, String cacheControl, boolean reused) {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", "CDN-Cache-Control", targeted, "Cache-Control", cacheControl);
        cache.get("/a");

        assertThat(cache.after(3).get("/a").isHit()).isEqualTo(reused);
    }

    @Test
    void it_decides_instead_of_expires() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", "CDN-Cache-Control", "max-age=60", "Expires", "0", "Date", cache.date(0));
        cache.get("/a");
        cache.origin.answers(200, "", "CDN-Cache-Control", "none", "Expires", cache.date(60), "Date", cache.date(0));
        cache.get("/b");

        assertThat(cache.get("/a").isHit()).isTrue();
        assertThat(cache.get("/b").isHit()).isFalse();
    }

    @Test
    void a_received_age_counts_as_ever() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(200, "", "CDN-Cache-Control", "max-age=3600", "Age", "7200");
        cache.get("/a");

        assertThat(cache.get("/a").isHit()).isFalse();
    }

    @Test
    void fields_that_are_not_on_the_target_list_change_nothing_and_are_passed_through() {
        var cache = new ModelCache(
                Policies.with().targetedFields("Weir-Cache-Control").policy());
        cache.origin.answers(200, "", "CDN-Cache-Control", "no-store", "Cache-Control", "max-age=60");
        cache.get("/a");

        assertThat(cache.get("/a"))
                .matches(reply -> reply.isHit() && "no-store".equals(reply.field("CDN-Cache-Control")));
    }
}
