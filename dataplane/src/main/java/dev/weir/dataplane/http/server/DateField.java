package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.weir.dataplane.http.policy.field.HttpDate;
import java.time.InstantSource;

/** The time as Date says it, written once a second. Of any thread: two may write the same. */
final class DateField {
    private final InstantSource clock;
    private volatile Written written = new Written(Long.MIN_VALUE, "", new byte[0]);

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Written(long second, String value, byte[] line) {}

    DateField(InstantSource clock) {
        this.clock = clock;
    }

    String value() {
        return now().value;
    }

    /** With its name and the end of the line. Not to be changed. */
    byte[] line() {
        return now().line;
    }

    private Written now() {
        long millis = clock.millis();
        long second = Math.floorDiv(millis, 1000L);
        Written last = written;
        if (last.second != second) {
            String value = HttpDate.format(millis);
            last = new Written(second, value, ("Date: " + value + "\r\n").getBytes(US_ASCII));
            written = last;
        }
        return last;
    }
}
