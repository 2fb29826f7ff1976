package dev.weir.dataplane.kafka.web.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyTableTest {
    @Test
    void theLatestOffsetOfEachKeyIsKnown() {
        var memory = new KeyMemory(Long.MAX_VALUE);
        var table = new KeyTable(memory);
        Map<Long, Long> model = new HashMap<>();
        var random = new Random(1);
        for (long offset = 0; offset < 50_000; offset++) {
            // few bits, so that keys are after one another for places
            long hash = random.nextLong(20_000) << (random.nextBoolean() ? 40 : 0);
            assertThat(table.put(hash, offset)).isTrue();
            model.put(hash == 0 ? 1 : hash, offset);
        }
        assertThat(model)
                .allSatisfy((hash, offset) -> assertThat(table.get(hash)).isEqualTo(offset));
        assertThat(table.get(-5)).isEqualTo(KeyTable.NONE);
        assertThat(memory.used()).isBetween(model.size() * 24L, model.size() * 64L);
    }

    @Test
    void withoutMemoryNoKeyIsAddedAndThoseThatAreThereStay() {
        var memory = new KeyMemory(40_000);
        var table = new KeyTable(memory);
        long hash = 1;
        while (table.put(hash, hash)) {
            hash++;
        }
        assertThat(hash).isGreaterThan(600);
        assertThat(table.get(hash - 1)).isEqualTo(hash - 1);
        assertThat(table.get(hash)).isEqualTo(KeyTable.NONE);
        table.clear();
        assertThat(memory.used()).isZero();
        assertThat(table.get(1)).isEqualTo(KeyTable.NONE);
    }
}
