package dev.weir.dataplane.kafka.web.answer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.coding.ContentEncoder;
import dev.weir.dataplane.http.policy.Coding;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CodingMemoryTest {
    private static final List<Coding> CODINGS = List.of(Coding.BR, Coding.GZIP);

    @Test
    void whereThereIsNoRoomForOneAnotherIsTakenOrNone() {
        var memory = new CodingMemory(2 * 1024 * 1024 + 300 * 1024);
        ContentEncoder first = open(memory);
        assertThat(first.coding()).isEqualTo(Coding.BR);
        ContentEncoder second = open(memory);
        assertThat(second.coding()).isEqualTo(Coding.GZIP);
        assertThat(memory.open(CODINGS, UnpooledByteBufAllocator.DEFAULT)).isNull();
        memory.giveBack(second);
        memory.giveBack(first);
        assertThat(memory.used()).isZero();
        ContentEncoder third = open(memory);
        assertThat(third.coding()).isEqualTo(Coding.BR);
        memory.giveBack(third);
    }

    private static ContentEncoder open(CodingMemory memory) {
        return Objects.requireNonNull(memory.open(CODINGS, UnpooledByteBufAllocator.DEFAULT));
    }
}
