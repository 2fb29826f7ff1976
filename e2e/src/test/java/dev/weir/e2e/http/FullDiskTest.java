package dev.weir.e2e.http;

import static dev.weir.e2e.http.CachingSite.cacheStatus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.e2e.dataplane.DataPlaneSettings;
import dev.weir.e2e.dataplane.Management;
import dev.weir.e2e.host.SmallVolume;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The volume below an HTTP cache has no room left, and later it has. */
@Timeout(300)
class FullDiskTest {
    private static final String FOR_AN_HOUR = "{override: {cacheControl: max-age=3600}}";
    private static final int PAGE = 100_000;
    private static final String TROUBLE = "weir_http_cache_disk_trouble";
    private static final String AGAIN = "the cache on disk is written again";

    private final SmallVolume volume = SmallVolume.mount(24);
    private final PageOrigin origin = PageOrigin.start(PAGE);
    private final AtomicInteger pages = new AtomicInteger();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @SuppressWarnings("NullAway.Init")
    private CachingSite site;

    @BeforeEach
    void open() {
        site = CachingSite.start(
                DataPlaneSettings.in(folder).data(volume.path()),
                origin.port(),
                FOR_AN_HOUR,
                "store: {persistent: {size: 1Gi}}");
    }

    @AfterEach
    void close() {
        site.close();
        origin.close();
        volume.close();
    }

    @Test
    void whatCannotBeWrittenIsServedFromMemoryAndWrittenAgainWhenThereIsRoom() throws Exception {
        String before = anotherPage();
        awaitWritten(1);
        volume.fill();

        String during = anotherPage();

        await().untilAsserted(() -> assertThat(management().metric(TROUBLE)).isEqualTo(1));
        assertThat(management().metric("weir_http_cache_disk_dropped_total", "reason=\"trouble\""))
                .isPositive();
        assertThat(site.process().log().contains("the cache on disk cannot be written for now"))
                .isTrue();
        assertThat(site.process().log().contains("No space left on device")).isTrue();
        assertHit(before);
        assertHit(during);
        assertThat(management().answers("/readyz")).isTrue();

        // for longer than between two attempts of the disk's, and it does not say that it is well while it is not
        var tries = new AtomicInteger();
        await().pollInterval(Duration.ofMillis(500)).until(() -> {
            anotherPage();
            return tries.incrementAndGet() == 20;
        });
        assertThat(management().metric(TROUBLE)).isEqualTo(1);
        assertThat(site.process().log().contains(AGAIN)).isFalse();

        volume.relieve();

        await().pollInterval(Duration.ofMillis(500)).untilAsserted(() -> {
            anotherPage();
            assertThat(management().metric(TROUBLE)).isZero();
        });
        await().until(() -> site.process().log().contains(AGAIN));
        String after = anotherPage();
        awaitWritten(2);
        restart();
        assertHit(before);
        assertHit(after);
        assertThat(cacheStatus(site.get(during))).startsWith("weir; fwd=uri-miss; stored");
    }

    @Test
    void whatIsPurgedWhileTheDiskIsFullStaysAwayAfterKillMinus9() throws Exception {
        String purged = anotherPage();
        awaitWritten(1);
        volume.fill();
        anotherPage();
        await().untilAsserted(() -> assertThat(management().metric(TROUBLE)).isEqualTo(1));

        site.purge("{\"url\": \"" + site.uri(purged) + "\", \"hard\": true}");
        volume.fill();
        restart();

        assertThat(cacheStatus(site.get(purged))).startsWith("weir; fwd=uri-miss");
        assertThat(origin.asked(purged)).isEqualTo(2);
        assertHit(purged);
    }

    private void restart() {
        site.process().kill();
        site.process().start();
    }

    private Management management() {
        return site.process().management();
    }

    /** One that was never asked for. */
    private String anotherPage() throws Exception {
        String path = "/" + pages.incrementAndGet();
        assertThat(cacheStatus(served(path))).startsWith("weir; fwd=uri-miss; stored");
        return path;
    }

    private void assertHit(String path) throws Exception {
        int asked = origin.asked(path);
        assertThat(cacheStatus(served(path))).startsWith("weir; hit");
        assertThat(origin.asked(path)).isEqualTo(asked);
    }

    private HttpResponse<String> served(String path) throws Exception {
        HttpResponse<String> page = site.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).isEqualTo(origin.page(path));
        return page;
    }

    private void awaitWritten(int pagesAtLeast) {
        await().untilAsserted(() -> {
            assertThat(management().metric("weir_http_cache_disk_items")).isGreaterThanOrEqualTo(pagesAtLeast);
            assertThat(management().metric("weir_http_cache_disk_queued_bytes")).isZero();
        });
    }
}
