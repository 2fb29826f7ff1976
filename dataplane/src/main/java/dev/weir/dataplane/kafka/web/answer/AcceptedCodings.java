package dev.weir.dataplane.kafka.web.answer;

import dev.weir.dataplane.http.coding.Library;
import dev.weir.dataplane.http.policy.Coding;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.ListValue;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a client takes an answer coded as (RFC 9110 section 12.5.3). */
final class AcceptedCodings {
    /** Of those that a client likes as much: the cheaper first, as most of what is here is coded for one reader. */
    private static final List<Coding> PREFERRED = Arrays.asList(Coding.ZSTD, Coding.BR, Coding.GZIP).stream()
            .filter(coding -> Library.of(coding).unavailable() == null)
            .toList();

    private AcceptedCodings() {}

    /** Those that it likes no less than what is not coded, best first. */
    static List<Coding> of(Fields request) {
        List<String> members = ListValue.members(request.all(FieldName.ACCEPT_ENCODING));
        double plain = weight("identity", members, 0);
        return PREFERRED.stream()
                .filter(coding -> weight(coding.token(), members, 0) > 0)
                .filter(coding -> weight(coding.token(), members, 0) >= plain)
                .sorted(Comparator.comparingDouble((Coding coding) -> weight(coding.token(), members, 0))
                        .reversed())
                .toList();
    }

    private static double weight(String coding, List<String> members, double unnamed) {
        double any = unnamed;
        for (String member : members) {
            String[] parts = member.toLowerCase(Locale.ROOT).split("\\s*;\\s*", -1);
            if (parts[0].equals(coding)) {
                return weight(parts);
            }
            if (parts[0].equals("*")) {
                any = weight(parts);
            }
        }
        return any;
    }

    /** One that cannot be read is none: whoever writes such a thing is best served plainly. */
    private static double weight(String[] parts) {
        for (String part : parts) {
            if (part.startsWith("q=")) {
                return part.matches("q=(0(\\.[0-9]{0,3})?|1(\\.0{0,3})?)") ? Double.parseDouble(part.substring(2)) : 0;
            }
        }
        return 1;
    }
}
