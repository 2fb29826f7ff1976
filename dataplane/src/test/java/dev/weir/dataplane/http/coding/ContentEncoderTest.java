package dev.weir.dataplane.http.coding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.Coding;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ContentEncoderTest {
    private final PooledByteBufAllocator allocator = new PooledByteBufAllocator(true, 0, 1, 8192, 9, 0, 0, false);

    @ParameterizedTest
    @EnumSource(names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void whatever_the_pieces_are_what_comes_out_is_decoded_to_what_went_in(Coding coding) throws IOException {
        long seed = System.nanoTime();
        var random = new Random(seed);
        var plain = new ByteArrayOutputStream();
        var coded = new ByteArrayOutputStream();
        try (var encoder = ContentEncoder.open(coding, allocator)) {
            for (int i = 0; i < 200; i++) {
                byte[] piece = new byte[random.nextInt(i % 10 == 0 ? 65_536 : 300)];
                random.nextBytes(piece);
                if (random.nextBoolean()) {
                    piece = "the same again and again "
                            .repeat(random.nextInt(100))
                            .getBytes(StandardCharsets.UTF_8);
                }
                plain.write(piece);
                take(encoder.encode(allocator.directBuffer().writeBytes(piece)), coded);
                if (random.nextInt(20) == 0) {
                    take(encoder.flush(), coded);
                }
            }
            take(encoder.finish(), coded);
        }

        assertThat(Decoded.whole(coding.token(), coded.toByteArray()))
                .as("seed %d", seed)
                .isEqualTo(plain.toByteArray());
        assertThat(allocator.pinnedDirectMemory()).isZero();
    }

    @ParameterizedTest
    @EnumSource(names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void nothing_is_coded_as_nothing(Coding coding) throws IOException {
        var coded = new ByteArrayOutputStream();
        try (var encoder = ContentEncoder.open(coding, allocator)) {
            take(encoder.finish(), coded);
        }

        assertThat(Decoded.whole(coding.token(), coded.toByteArray())).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void what_was_flushed_can_be_read_without_what_comes_after(Coding coding) throws IOException {
        var coded = new ByteArrayOutputStream();
        try (var encoder = ContentEncoder.open(coding, allocator)) {
            take(encoder.encode(piece("first")), coded);
            take(encoder.flush(), coded);
            try (InputStream in = Decoded.stream(coding.token(), new ByteArrayInputStream(coded.toByteArray()))) {
                assertThat(in.readNBytes(5)).asString().isEqualTo("first");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "IDENTITY", mode = EnumSource.Mode.EXCLUDE)
    void what_is_closed_before_its_end_gives_everything_back(Coding coding) throws IOException {
        for (int i = 0; i < 100; i++) {
            var encoder = ContentEncoder.open(coding, allocator);
            ByteBuf piece = piece("some text ".repeat(i * 100));
            take(encoder.encode(piece), new ByteArrayOutputStream());
            encoder.close();
            encoder.close();

            assertThat(piece.refCnt()).isZero();
        }

        assertThat(allocator.pinnedDirectMemory()).isZero();
    }

    private static ByteBuf piece(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
    }

    private static void take(@Nullable ByteBuf bytes, ByteArrayOutputStream to) throws IOException {
        if (bytes != null) {
            bytes.readBytes(to, bytes.readableBytes());
            bytes.release();
        }
    }
}
