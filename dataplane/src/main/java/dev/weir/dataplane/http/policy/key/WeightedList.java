package dev.weir.dataplane.http.policy.key;

import dev.weir.dataplane.http.policy.field.FieldName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Accept and its kin (RFC 9110 section 12.5): lists of preferences whose order says nothing, because the weights say it
 * all, and whose members are compared without regard to case.
 */
final class WeightedList {
    private WeightedList() {}

    static String normalize(String name, List<String> members) {
        return members.stream()
                .map(member -> member(name, member))
                .sorted()
                .distinct()
                .collect(Collectors.joining(","));
    }

    private static String member(String name, String member) {
        // the values of a media type's parameters may have a case of their own
        boolean parameters = name.equals(FieldName.ACCEPT);
        int semicolon = member.indexOf(';');
        String value = FieldName.lowerCase((semicolon < 0 ? member : member.substring(0, semicolon)).strip());
        if (name.equals(FieldName.ACCEPT_ENCODING)) {
            value = alias(value);
        }
        if (semicolon < 0) {
            return value;
        }
        var normal = new StringBuilder(value);
        for (String part : member.substring(semicolon + 1).split(";", -1)) {
            String parameter = part.strip();
            if (Weight.isWeight(parameter)) {
                normal.append(Weight.normalize(parameter));
            } else if (!parameter.isEmpty()) {
                normal.append(';').append(parameters ? parameter : FieldName.lowerCase(parameter));
            }
        }
        return normal.toString();
    }

    /** RFC 9110 sections 8.4.1.1 and 8.4.1.3. */
    private static String alias(String coding) {
        return switch (coding) {
            case "x-gzip" -> "gzip";
            case "x-compress" -> "compress";
            default -> coding;
        };
    }
}
