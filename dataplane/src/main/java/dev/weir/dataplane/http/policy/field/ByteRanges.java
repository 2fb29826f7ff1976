package dev.weir.dataplane.http.policy.field;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The ranges that a Range field asks for (RFC 9110 section 14.1.2), before it is known how long the representation is.
 */
public final class ByteRanges {
    /** More in one request are taken for an attack, and the field is ignored (RFC 9110 section 14.2). */
    private static final int RANGES_MAX = 32;

    private static final String UNIT = "bytes=";

    private final List<Asked> asked;

    private ByteRanges(List<Asked> asked) {
        this.asked = asked;
    }

    /** Null for what is to be ignored: other units, anything ungrammatical, too many. */
    public static @Nullable ByteRanges parse(String value) {
        if (!value.regionMatches(true, 0, UNIT, 0, UNIT.length())) {
            return null;
        }
        List<String> members = ListValue.members(List.of(value.substring(UNIT.length())));
        if (members.isEmpty() || members.size() > RANGES_MAX) {
            return null;
        }
        var asked = new ArrayList<Asked>(members.size());
        for (String member : members) {
            Asked range = Asked.parse(member);
            if (range == null) {
                return null;
            }
            asked.add(range);
        }
        return new ByteRanges(asked);
    }

    /**
     * What is asked for of a representation that long: sorted, those that overlap or touch joined, those beyond its end
     * left out.
     */
    public List<ByteRange> within(long length) {
        var joined = new ArrayList<ByteRange>();
        asked.stream()
                .map(range -> range.within(length))
                .filter(range -> range.length() > 0)
                .sorted(Comparator.comparingLong(ByteRange::first))
                .forEach(range -> {
                    boolean joins = !joined.isEmpty() && joined.getLast().touches(range);
                    joined.add(joins ? joined.removeLast().hull(range) : range);
                });
        return joined;
    }

    /** From first to last, or when first is negative the last so many. */
    private record Asked(long first, long last) {
        private static final long SUFFIX = -1;

        static @Nullable Asked parse(String member) {
            int dash = member.indexOf('-');
            if (dash < 0) {
                return null;
            }
            long last = Digits.parse(member.substring(dash + 1), Long.MAX_VALUE);
            if (dash == 0) {
                return last == Digits.INVALID ? null : new Asked(SUFFIX, last);
            }
            long first = Digits.parse(member.substring(0, dash), Long.MAX_VALUE);
            if (dash == member.length() - 1) {
                last = Long.MAX_VALUE;
            }
            return first == Digits.INVALID || last < first ? null : new Asked(first, last);
        }

        ByteRange within(long length) {
            return first == SUFFIX
                    ? new ByteRange(Math.max(0, length - last), length - 1)
                    : new ByteRange(first, Math.min(last, length - 1));
        }
    }
}
