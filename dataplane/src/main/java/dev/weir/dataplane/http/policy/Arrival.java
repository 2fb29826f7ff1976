package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.DeltaSeconds;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.HttpDate;
import dev.weir.dataplane.http.policy.field.ListValue;
import java.util.List;

/**
 * When a response was generated and how old it was on arrival (RFC 9111 section 4.2.3).
 *
 * @param dated whether it came with a valid Date; if not, it was generated when it came (RFC 9110 section 6.6.1)
 */
record Arrival(boolean dated, long dateMillis, long initialAgeMillis) {
    static Arrival of(ResponseHead response, Exchange exchange) {
        long date = HttpDate.parse(response.fields().first(FieldName.DATE), exchange.responseMillis());
        boolean dated = date != HttpDate.INVALID;
        long dateMillis = dated ? date : wholeSeconds(exchange.responseMillis());
        long apparentAge = Math.max(0, wholeSeconds(exchange.responseMillis() - dateMillis));
        long delay = Math.max(0, exchange.responseMillis() - exchange.requestMillis());
        return new Arrival(dated, dateMillis, Math.max(apparentAge, ageMillis(response) + delay));
    }

    /** Dates have no fractions of seconds, so what is less than one says nothing. */
    private static long wholeSeconds(long millis) {
        return millis / 1000 * 1000;
    }

    /** The first member of the field counts, and nothing at all when that is no number (RFC 9111 section 5.1). */
    private static long ageMillis(ResponseHead response) {
        List<String> members = ListValue.members(response.fields().all(FieldName.AGE));
        return members.isEmpty() ? 0 : Math.max(0, DeltaSeconds.parse(members.getFirst())) * 1000;
    }
}
