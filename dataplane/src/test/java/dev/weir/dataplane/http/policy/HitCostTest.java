package dev.weir.dataplane.http.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class HitCostTest {
    private static final int TIMES = 10_000;

    @Test
    void a_hit_is_decided_next_to_without_allocating() {
        var cache = new ModelCache(CachePolicy.STANDARD);
        cache.origin.answers(
                200,
                "0123456789",
                "Cache-Control",
                "max-age=60",
                "ETag",
                "\"a\"",
                "Vary",
                "Accept-Encoding",
                "Content-Length",
                "10");
        cache.get("/a", "Accept-Encoding", "gzip, br");
        List<ModelCache.Entry> candidates = cache.entries.values().iterator().next();
        var fields =
                FieldList.of("Host", "example.com", "User-Agent", "x", "Accept", "*/*", "Accept-Encoding", "gzip, br");
        var request = new RequestHead("GET", TargetUri.of("http", "example.com", "/a"), fields);
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int answered = 0;

        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < TIMES; i++) {
            if (Reuse.of(request, candidates, CachePolicy.STANDARD, cache.nowMillis + i)
                            instanceof Reuse.Fresh<ModelCache.Entry> fresh
                    && Answer.to(request, fresh.stored().metadata(), cache.nowMillis) instanceof Answer.Whole) {
                answered++;
            }
        }
        long bytesEach = (threads.getCurrentThreadAllocatedBytes() - before) / TIMES;

        assertThat(answered).isEqualTo(TIMES);
        // of which the most part is the list of lines that these fields make of a nominated one
        assertThat(bytesEach).isLessThan(600);
    }
}
