package dev.weir.e2e.cache.client;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** One record as a client showed it. */
public record Seen(
        long offset,
        long timestamp,
        TimestampType timestampType,
        @Nullable Bytes key,
        @Nullable Bytes value,
        List<Header> headers) {

    /** Names may repeat, and a value may be null. */
    public record Header(String name, @Nullable Bytes value) {
        @Override
        public String toString() {
            return name + "=" + shown(value);
        }
    }

    public Seen {
        headers = List.copyOf(headers);
    }

    public static Seen of(ConsumerRecord<byte[], byte[]> record) {
        return new Seen(
                record.offset(),
                record.timestamp(),
                record.timestampType(),
                bytes(record.key()),
                bytes(record.value()),
                Stream.of(record.headers().toArray())
                        .map(header -> new Header(header.key(), bytes(header.value())))
                        .toList());
    }

    /** For clients that do not show whether the producer or the broker set the timestamp. */
    public Seen withoutTimestampType() {
        return new Seen(offset, timestamp, TimestampType.NO_TIMESTAMP_TYPE, key, value, headers);
    }

    public Seen withTimestamp(long other) {
        return new Seen(offset, other, timestampType, key, value, headers);
    }

    public Seen withHeaders(List<Header> others) {
        return new Seen(offset, timestamp, timestampType, key, value, others);
    }

    public String text() {
        return value == null ? "" : new String(value.get(), StandardCharsets.UTF_8);
    }

    static @Nullable Bytes bytes(byte @Nullable [] array) {
        return array == null ? null : Bytes.wrap(array);
    }

    @Override
    public String toString() {
        return "offset " + offset + " at " + timestamp + " (" + timestampType + ") key " + shown(key) + " value "
                + shown(value) + " headers " + headers;
    }

    private static String shown(@Nullable Bytes bytes) {
        if (bytes == null) {
            return "null";
        }
        byte[] all = bytes.get();
        return all.length <= 60
                ? "'" + bytes + "'"
                : "'" + Bytes.wrap(Arrays.copyOf(all, 40)) + "'... (" + all.length + " bytes, hash "
                        + Arrays.hashCode(all) + ")";
    }
}
