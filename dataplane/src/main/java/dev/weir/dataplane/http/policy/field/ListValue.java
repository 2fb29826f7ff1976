package dev.weir.dataplane.http.policy.field;

import java.util.ArrayList;
import java.util.List;

/** Values that are comma-separated lists (RFC 9110 section 5.6.1). */
public final class ListValue {
    private ListValue() {}

    /**
     * The members of all lines together, trimmed, without the empty ones; a comma within a quoted string separates
     * nothing.
     */
    public static List<String> members(List<String> lines) {
        var members = new ArrayList<String>();
        for (String line : lines) {
            split(line, members);
        }
        return members;
    }

    private static void split(String line, List<String> members) {
        int start = 0;
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (c == ',' && !quoted) {
                add(line.substring(start, i), members);
                start = i + 1;
            }
        }
        add(line.substring(start), members);
    }

    private static void add(String member, List<String> members) {
        String trimmed = member.strip();
        if (!trimmed.isEmpty()) {
            members.add(trimmed);
        }
    }
}
