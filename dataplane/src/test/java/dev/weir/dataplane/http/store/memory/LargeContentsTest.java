package dev.weir.dataplane.http.store.memory;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.Patience;
import io.netty.buffer.ByteBuf;
import io.netty.channel.FileRegion;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
class LargeContentsTest {
    private static final int MIB = 1024 * 1024;

    private final AtomicLong buffers = new AtomicLong();
    private final MemoryBudget budget = new MemoryBudget(64 * MIB, buffers::get);
    private final LargeContents contents = requireNonNull(LargeContents.open(budget));

    @AfterEach
    void nothingLeaks() {
        contents.close();
        assertThat(contents.usedBytes()).isZero();
        assertThat(budget.take(64 * MIB)).isTrue();
    }

    @Test
    void what_is_written_is_in_the_buffer_and_in_the_file() throws IOException {
        ByteBuf content = filled(100_000, 'a');
        content.setByte(70_000, 'b');
        FileRegion region = ((LargeContent) content).region(69_999, 3);

        assertThat(content.getByte(70_000)).isEqualTo((byte) 'b');
        var out = new ByteArrayOutputStream();
        assertThat(region.transferTo(Channels.newChannel(out), 0)).isEqualTo(3);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("aba");
        region.release();
        content.release();
    }

    @Test
    void it_counts_in_whole_pages_of_the_machine() {
        ByteBuf content = filled(100_000, 'a');

        assertThat(contents.usedBytes()).isBetween(100_000L, 100_000L + 64 * 1024);
        assertThat(ContentMemory.bytes(content)).isEqualTo(contents.usedBytes());
        content.release();
    }

    @Test
    void it_lasts_until_the_last_who_uses_it_has_let_go() {
        ByteBuf content = filled(100_000, 'a');
        FileRegion region = ((LargeContent) content).region(0, 100_000);
        ByteBuf part = content.retainedSlice(50_000, 10);

        content.release();
        region.release();
        ByteBuf other = filled(100_000, 'b');
        assertThat(part.getByte(0)).isEqualTo((byte) 'a');
        assertThat(contents.usedBytes()).isGreaterThan(200_000);

        part.release();
        assertThat(contents.usedBytes()).isBetween(100_000L, 200_000L);
        other.release();
    }

    @Test
    void what_waits_in_a_socket_stays_as_it_was_when_its_place_is_used_again() throws IOException {
        int length = 128 * 1024;
        ByteBuf content = filled(length, 'a');
        long place = position(content);
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel client = SocketChannel.open(server.getLocalAddress());
                SocketChannel sending = server.accept()) {
            client.socket().setSoTimeout(Patience.millis());
            sending.configureBlocking(false);
            FileRegion region = ((LargeContent) content).region(0, length);
            long sent = 0;
            long now = region.transferTo(sending, 0);
            while (now > 0 && sent + now < length) {
                sent += now;
                now = region.transferTo(sending, sent);
            }
            sent += now;
            assertThat(sent).isPositive();
            region.release();
            content.release();

            ByteBuf other = filled(length, 'b');
            assertThat(position(other)).isEqualTo(place);
            var received = ByteBuffer.allocate(Math.toIntExact(sent));
            while (received.hasRemaining() && client.read(received) >= 0) {
                // until all is here
            }
            assertThat(received.array()).containsOnly('a');
            other.release();
        }
    }

    @Test
    void memory_that_was_given_back_is_the_machines_again() throws IOException {
        long before = sharedMemoryBytes();
        ByteBuf content = filled(48 * MIB, 'a');
        assertThat(sharedMemoryBytes() - before).isGreaterThan(40L * MIB);

        content.release();
        assertThat(sharedMemoryBytes() - before).isLessThan(8L * MIB);
    }

    @Test
    void there_is_no_more_than_buffers_leave_of_what_the_process_may_have() {
        buffers.set(32 * MIB);
        ByteBuf content = filled(20 * MIB, 'a');

        assertThat(contents.allocate(13 * MIB)).isNull();
        assertThat(contents.usedBytes()).isEqualTo(20 * MIB);
        assertThat(budget.isOverdrawn()).isFalse();
        buffers.set(45 * MIB);
        assertThat(budget.isOverdrawn()).isTrue();

        content.release();
        assertThat(budget.isOverdrawn()).isFalse();
        buffers.set(0);
        requireNonNull(contents.allocate(64 * MIB)).release();
    }

    @Test
    void when_it_is_closed_what_is_there_stays_and_nothing_comes() {
        ByteBuf content = filled(100_000, 'a');
        contents.close();

        assertThat(contents.allocate(100_000)).isNull();
        assertThat(content.getByte(99_999)).isEqualTo((byte) 'a');
        content.release();
    }

    @Test
    void many_threads_have_places_of_their_own() throws Exception {
        try (ExecutorService executor = Executors.newFixedThreadPool(4)) {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                var random = new Random(thread);
                all.add(executor.submit(() -> {
                    var held = new ArrayList<ByteBuf>();
                    for (int step = 0; step < 1000; step++) {
                        long mark = random.nextLong();
                        ByteBuf content = requireNonNull(contents.allocate(1 + random.nextInt(500_000)));
                        content.setLong(0, mark).setLong(content.capacity() - 8, mark);
                        held.add(content.writerIndex(content.capacity()));
                        if (held.size() > 20) {
                            ByteBuf gone = held.remove(random.nextInt(held.size()));
                            assertThat(gone.getLong(0)).isEqualTo(gone.getLong(gone.capacity() - 8));
                            gone.release();
                        }
                    }
                    held.forEach(ByteBuf::release);
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    private ByteBuf filled(int length, char with) {
        ByteBuf content = requireNonNull(contents.allocate(length));
        byte[] mebibyte = new byte[Math.min(length, MIB)];
        Arrays.fill(mebibyte, (byte) with);
        while (content.writerIndex() < length) {
            content.writeBytes(mebibyte, 0, Math.min(mebibyte.length, length - content.writerIndex()));
        }
        return content;
    }

    private static long position(ByteBuf content) {
        FileRegion region = ((LargeContent) content).region(0, 1);
        region.release();
        return region.position();
    }

    /** Of this process, in files that are memory, as the kernel counts. */
    private static long sharedMemoryBytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssShmem:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                .sum();
    }
}
