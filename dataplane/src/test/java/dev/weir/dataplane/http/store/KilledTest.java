package dev.weir.dataplane.http.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.http.policy.key.CacheKey;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** A process that is killed while it writes. */
@ExtendWith(Patience.class)
class KilledTest {
    private static final BucketLimits LIMITS = new BucketLimits(50, 1_000_000, 400_000);
    private static final long DISK_BYTES = 8_000_000;
    private static final int PURGE_EVERY = 20;

    @TempDir
    private Path folder;

    @RepeatedTest(3)
    void what_it_leaves_is_served_whole_or_not_at_all_and_purges_that_were_acknowledged_hold(RepetitionInfo repetition)
            throws Exception {
        var random = new Random(repetition.getCurrentRepetition());
        var acknowledged = new TreeSet<Integer>();
        Process writer = start();
        int lines = 5 + random.nextInt(40);
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(writer.getInputStream(), StandardCharsets.UTF_8))) {
            String line = out.readLine();
            while (line != null) {
                acknowledged.add(Integer.valueOf(line));
                if (acknowledged.size() == lines) {
                    // by its handle, which leaves its output readable
                    writer.toHandle().destroyForcibly();
                }
                line = out.readLine();
            }
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(acknowledged).hasSizeGreaterThanOrEqualTo(lines);

        int served = 0;
        try (var store = new Store(new SimpleMeterRegistry(), new SettableClock(Responses.NOW))) {
            Bucket bucket = store.open("b", LIMITS, new Store.Disk(folder, DISK_BYTES));
            await().until(() -> bucket.report().diskOpen());
            for (int i = 0; i < acknowledged.last() + 1000; i++) {
                for (Entry entry : bucket.load(key(i)).join()) {
                    served++;
                    assertThat(Responses.bytes(entry)).isEqualTo(content(i));
                    assertThat(acknowledged).doesNotContain(i);
                }
            }
        }
        assertThat(served).isPositive();
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Writer.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static CacheKey key(int i) {
        return new CacheKey("http://example.com/" + i, "");
    }

    private static byte[] content(int i) {
        var random = new Random(i);
        var bytes = new byte[random.nextInt(i % 10 == 0 ? 300_000 : 5000)];
        random.nextBytes(bytes);
        return bytes;
    }

    /** Stores without end, and tells which it has purged. */
    static final class Writer {
        private Writer() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) {
            var store = new Store(new SimpleMeterRegistry(), new SettableClock(Responses.NOW - 1));
            Bucket bucket = store.open("b", LIMITS, new Store.Disk(Path.of(arguments[0]), DISK_BYTES));
            for (int i = 0; ; i++) {
                bucket.put(key(i), Responses.with(content(i)).entry());
                if (i % PURGE_EVERY == 0) {
                    bucket.purge(new Purge(new Purge.Uri(key(i).uri()), true));
                    System.out.println(i);
                }
            }
        }
    }
}
