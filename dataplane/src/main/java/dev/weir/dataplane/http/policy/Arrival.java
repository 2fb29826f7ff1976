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

    /**
     * What is not one number is the word of a cache that cannot be believed, and the response as old as can be: it is
     * validated before it is reused. RFC 9111 section 5.1 would have a cache use the first of several members and
     * ignore what is invalid, which makes a response of unknown age a new one.
     */
    private static long ageMillis(ResponseHead response) {
        List<String> members = ListValue.members(response.fields().all(FieldName.AGE));
        if (members.isEmpty()) {
            return 0;
        }
        long age = members.size() == 1 ? DeltaSeconds.parse(members.getFirst()) : DeltaSeconds.INVALID;
        return (age == DeltaSeconds.INVALID ? DeltaSeconds.MAX : age) * 1000;
    }
}
