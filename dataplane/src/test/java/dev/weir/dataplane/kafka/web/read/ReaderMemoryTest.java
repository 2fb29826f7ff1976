package dev.weir.dataplane.kafka.web.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReaderMemoryTest {
    @Test
    void readersShareWhatThereIs() {
        var memory = new ReaderMemory(10L * 1024 * 1024);
        memory.enter();
        assertThat(memory.share()).isEqualTo(1024 * 1024);
        for (int i = 1; i < 1000; i++) {
            memory.enter();
        }
        assertThat(memory.share()).isEqualTo(10L * 1024 * 1024 / 1000);
        for (int i = 0; i < 1000; i++) {
            memory.leave();
        }
        assertThat(memory.share()).isEqualTo(1024 * 1024);
    }
}
