package dev.weir.e2e.cache.corpus;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Records of every shape that a producer may send, from a seed. */
final class RandomRecords {
    private static final String[] WORDS = {"order", "Bestellung", "commande", "заказ", "注文", "🧺"};

    private final Random random;

    RandomRecords(long seed) {
        random = new Random(seed);
    }

    ProducerRecord<byte[], byte[]> next(String topic, int partition) {
        ProducerRecord<byte[], byte[]> record = switch (random.nextInt(8)) {
            case 0 -> new ProducerRecord<>(topic, partition, null, content(600));
            case 1 -> new ProducerRecord<>(topic, partition, content(40), null);
            default -> new ProducerRecord<>(topic, partition, content(40), content(600));
        };
        headers((RecordHeaders) record.headers());
        return record;
    }

    /** Nothing, text, or bytes that are no text. */
    private byte[] content(int limit) {
        return switch (random.nextInt(8)) {
            case 0 -> new byte[0];
            case 1 -> bytes(random.nextInt(limit));
            default -> text(random.nextInt(limit));
        };
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private byte[] text(int length) {
        var text = new StringBuilder();
        while (text.length() < length) {
            text.append(WORDS[random.nextInt(WORDS.length)]).append(random.nextInt(100));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** Values without commas and line breaks, which kcat would show like its own punctuation. */
    private void headers(RecordHeaders headers) {
        for (int i = random.nextInt(6) - 2; i > 0; i--) {
            String name = WORDS[random.nextInt(3)];
            headers.add(name, random.nextInt(4) == 0 ? null : text(random.nextInt(30)));
        }
    }
}
