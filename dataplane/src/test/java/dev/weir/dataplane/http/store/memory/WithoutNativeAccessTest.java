package dev.weir.dataplane.http.store.memory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.logging.LogFormat;
import dev.weir.dataplane.logging.Logging;
import io.netty.buffer.ByteBuf;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class WithoutNativeAccessTest {
    @Test
    void large_contents_are_in_buffers_and_the_log_says_so_once() throws Exception {
        Process process = start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("in files 0, the first octet is 7");
        assertThat(output)
                .containsOnlyOnce("Large contents are kept in buffers")
                .contains("--enable-native-access");
    }

    private static Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName())
                .redirectErrorStream(true)
                .start();
    }

    /** Holds two large contents. */
    static final class Holder {
        private Holder() {}

        @SuppressWarnings("SystemOut")
        public static void main(String[] arguments) {
            Logging.configure(LogFormat.PLAIN, "info");
            try (var memory = new ContentMemory()) {
                ByteBuf one = requireNonNull(memory.allocate(1_000_000));
                ByteBuf other = requireNonNull(memory.allocate(1_000_000));
                one.setByte(0, 7);
                System.out.println("in files " + memory.inFiles() + ", the first octet is " + one.getByte(0));
                one.release();
                other.release();
            }
        }
    }
}
