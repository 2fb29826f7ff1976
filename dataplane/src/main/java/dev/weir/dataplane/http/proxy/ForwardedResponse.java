package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.policy.CachePolicy;
import dev.weir.dataplane.http.policy.CacheStatus;
import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.HopByHop;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The fields of a response as a client gets them. */
final class ForwardedResponse {
    private static final Set<String> OF_THE_NEXT_HOP =
            Set.of(FieldName.CONTENT_LENGTH, "proxy-authenticate", "proxy-authentication-info", "trailer");

    private ForwardedResponse() {}

    /** What came from the origin just now. */
    static FieldList of(Fields received, CachePolicy policy, CacheStatus status) {
        HopByHop hopByHop = HopByHop.of(received);
        var lines = new ArrayList<Field>();
        received.forEach((name, value) -> {
            String lower = FieldName.lowerCase(name);
            if (!hopByHop.test(lower)
                    && !OF_THE_NEXT_HOP.contains(lower)
                    && !policy.tagFields().contains(lower)) {
                lines.add(new Field(name, value));
            }
        });
        return told(lines, status);
    }

    /** An interim one. */
    static FieldList interim(Fields received) {
        return FieldList.filtered(received, name -> !HopByHop.of(received).test(name));
    }

    /** What was stored, at that age. Its length is told apart. */
    static FieldList of(FieldList stored, long ageSeconds, CacheStatus status) {
        var lines = new ArrayList<Field>();
        for (Field line : stored.lines()) {
            if (!line.name().equalsIgnoreCase(FieldName.CONTENT_LENGTH)) {
                lines.add(line);
            }
        }
        lines.add(new Field("Age", Long.toString(ageSeconds)));
        return told(lines, status);
    }

    private static FieldList told(List<Field> lines, CacheStatus status) {
        lines.add(new Field("Via", "1.1 weir"));
        lines.add(new Field(CacheStatus.NAME, status.value()));
        return new FieldList(lines);
    }
}
