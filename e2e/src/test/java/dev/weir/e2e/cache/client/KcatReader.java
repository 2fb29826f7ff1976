package dev.weir.e2e.cache.client;

import dev.weir.e2e.host.Commands;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** kcat, which stands for librdkafka and everything built on it. */
public enum KcatReader implements Reader {
    ASSIGN {
        @Override
        public Contents read(String bootstrap, Extent extent) {
            var contents = new Contents();
            for (String topic : extent.topics()) {
                contents.addAll(run(bootstrap, extent, List.of("-C", "-t", topic, "-o", "beginning")));
            }
            return contents;
        }
    },
    /** Asks first where each partition ends, as those do who want what comes. */
    FROM_THE_END {
        @Override
        public Contents read(String bootstrap, Extent extent) {
            var contents = new Contents();
            for (String topic : extent.topics()) {
                contents.addAll(run(
                        bootstrap,
                        extent,
                        List.of("-X", "auto.offset.reset=earliest", "-C", "-t", topic, "-o", "-100000000")));
            }
            return contents;
        }
    },
    GROUP {
        @Override
        public Contents read(String bootstrap, Extent extent) {
            var mode = new ArrayList<>(List.of("-X", "auto.offset.reset=earliest", "-G", "kcat-" + UUID.randomUUID()));
            mode.addAll(extent.topics());
            return run(bootstrap, extent, mode);
        }
    };

    /** Lengths before what may hold any byte. */
    private static final String FORMAT = "%t %p %o %T %K %S\n%k%s\n%h\n";

    /** kcat does not tell the type of a timestamp in this format, shows none as 0, and headers as one text. */
    @Override
    public Seen sees(Seen whole) {
        Seen shown = whole.withoutTimestampType().withHeaders(List.of(shown(whole.headers())));
        return whole.timestamp() < 0 ? shown.withTimestamp(0) : shown;
    }

    @Override
    public String toString() {
        return "kcat " + name();
    }

    static Contents run(String bootstrap, Extent extent, List<String> mode) {
        Commands.require("kcat");
        var command = new ArrayList<>(List.of("kcat", "-b", bootstrap, "-q", "-e", "-f", FORMAT));
        command.addAll(
                List.of("-X", "isolation.level=" + extent.isolation().toString().toLowerCase(Locale.ROOT)));
        command.addAll(List.of("-X", "fetch.wait.max.ms=100"));
        command.addAll(mode);
        return parse(Commands.run(null, command));
    }

    private static Contents parse(byte[] output) {
        var contents = new Contents();
        int at = 0;
        while (at < output.length) {
            int end = indexOf('\n', output, at);
            String[] words = text(output, at, end).split(" ", -1);
            int keyAt = end + 1;
            int valueAt = keyAt + Math.max(0, Integer.parseInt(words[4]));
            int headersAt = valueAt + Math.max(0, Integer.parseInt(words[5])) + 1;
            at = indexOf('\n', output, headersAt) + 1;
            contents.add(
                    new TopicPartition(words[0], Integer.parseInt(words[1])),
                    new Seen(
                            Long.parseLong(words[2]),
                            Long.parseLong(words[3]),
                            TimestampType.NO_TIMESTAMP_TYPE,
                            bytes(output, keyAt, Integer.parseInt(words[4])),
                            bytes(output, valueAt, Integer.parseInt(words[5])),
                            List.of(new Seen.Header(text(output, headersAt, at - 1), null))));
        }
        return contents;
    }

    private static Seen.Header shown(List<Seen.Header> headers) {
        String text = headers.stream().map(KcatReader::shown).collect(Collectors.joining(","));
        return new Seen.Header(text, null);
    }

    private static String shown(Seen.Header header) {
        Bytes value = header.value();
        return header.name() + "=" + (value == null ? "NULL" : new String(value.get(), StandardCharsets.UTF_8));
    }

    private static @Nullable Bytes bytes(byte[] output, int from, int length) {
        return length < 0 ? null : Bytes.wrap(Arrays.copyOfRange(output, from, from + length));
    }

    private static String text(byte[] output, int from, int to) {
        return new String(output, from, to - from, StandardCharsets.UTF_8);
    }

    private static int indexOf(char wanted, byte[] output, int from) {
        int at = from;
        while (output[at] != wanted) {
            at++;
        }
        return at;
    }
}
