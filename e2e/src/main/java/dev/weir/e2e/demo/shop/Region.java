package dev.weir.e2e.demo.shop;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;

/** Where a customer lives; every message says it in a header. */
enum Region {
    EU,
    US,
    AP;

    static Region of(int number) {
        return values()[number % values().length];
    }

    Header header() {
        return new RecordHeader("region", toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
