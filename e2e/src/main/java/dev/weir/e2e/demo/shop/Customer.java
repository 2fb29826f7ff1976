package dev.weir.e2e.demo.shop;

import java.util.Locale;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;

/** Someone with an id, a region and points, which a change adds to. */
final class Customer {
    private static final String[] NAMES = {"Ada", "Bo", "Chidi", "Devi", "Elif", "Femi", "Gita", "Hugo"};

    private final String id;
    private final String name;
    private final Region region;
    private int points;

    Customer(int number) {
        this.id = String.format(Locale.ROOT, "c-%02d", number);
        this.name = NAMES[number % NAMES.length];
        this.region = Region.of(number);
    }

    String id() {
        return id;
    }

    Region region() {
        return region;
    }

    ProducerRecord<String, String> earn(int more) {
        points += more;
        return state();
    }

    /** A tombstone. Who leaves may come back, with no points. */
    ProducerRecord<String, String> leave() {
        points = 0;
        return message(null);
    }

    ProducerRecord<String, String> state() {
        return message(String.format(
                Locale.ROOT,
                "{\"id\":\"%s\",\"name\":\"%s\",\"region\":\"%s\",\"points\":%d}",
                id,
                name,
                region,
                points));
    }

    private ProducerRecord<String, String> message(@Nullable String value) {
        var message = new ProducerRecord<String, String>(Shop.CUSTOMERS, id, value);
        message.headers().add(region.header());
        return message;
    }
}
