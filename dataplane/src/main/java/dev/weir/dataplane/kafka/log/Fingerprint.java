package dev.weir.dataplane.kafka.log;

import static java.nio.file.StandardOpenOption.READ;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/** A checksum of the last bytes before a position: they tell one state of a segment file from another. */
final class Fingerprint {
    private static final int BYTES = 4096;

    private Fingerprint() {}

    static int of(Path file, int end) throws IOException {
        try (FileChannel channel = FileChannel.open(file, READ)) {
            return of(channel, end);
        }
    }

    static int of(FileChannel channel, int end) throws IOException {
        int start = Math.max(0, end - BYTES);
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, start + bytes.position()) < 0) {
                break;
            }
        }
        CRC32C crc = new CRC32C();
        crc.update(bytes.flip());
        return (int) crc.getValue();
    }
}
