package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.CacheControl;
import dev.weir.dataplane.http.policy.field.Directive;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.HopByHop;
import dev.weir.dataplane.http.policy.field.HttpDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Which fields of a response are stored (RFC 9111 section 3.1). */
final class StoredFields {
    /** About the next hop's proxy, about how the content came, or made anew whenever it is sent. */
    private static final Set<String> NEVER =
            Set.of(FieldName.AGE, "proxy-authenticate", "proxy-authentication-info", "proxy-authorization", "trailer");

    private StoredFields() {}

    static FieldList of(ResponseHead response, CacheControl directives, Arrival arrival, CachePolicy policy) {
        Predicate<String> excepted = excepted(response.fields(), directives, policy);
        boolean partial = response.status() == 206;
        FieldList fields = FieldList.filtered(
                response.fields(),
                name -> !excepted.test(name)
                        && !(partial && (name.equals(FieldName.CONTENT_RANGE) || name.equals(FieldName.CONTENT_LENGTH)))
                        && (arrival.dated() || !name.equals(FieldName.DATE)));
        return arrival.dated() ? fields : fields.plus("Date", HttpDate.format(arrival.dateMillis()));
    }

    /** Tests lower-case names. */
    static Predicate<String> excepted(Fields response, CacheControl directives, CachePolicy policy) {
        Predicate<String> hopByHop = HopByHop.of(response);
        List<String> toBeValidated = directives.fieldNames(Directive.NO_CACHE);
        List<String> ofOne = directives.fieldNames(Directive.PRIVATE);
        return name -> hopByHop.test(name)
                || NEVER.contains(name)
                || toBeValidated.contains(name)
                || ofOne.contains(name)
                || policy.tagFields().contains(name);
    }

    /** Separated by commas or by spaces, depending on whose field it is. */
    static List<String> tags(Fields response, CachePolicy policy) {
        var tags = new ArrayList<String>();
        for (String field : policy.tagFields()) {
            for (String line : response.all(field)) {
                for (String tag : line.split("[, \t]+", -1)) {
                    if (!tag.isEmpty()) {
                        tags.add(tag);
                    }
                }
            }
        }
        return tags.stream().distinct().toList();
    }
}
