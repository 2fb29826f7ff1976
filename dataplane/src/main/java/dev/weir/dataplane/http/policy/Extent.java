package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.ByteRange;
import dev.weir.dataplane.http.policy.field.ContentLength;

/**
 * Which bytes of a representation are stored (RFC 9111 section 3.3): all of it, or one range.
 *
 * @param first position of the first byte
 * @param length how many there are
 * @param completeLength how many the whole representation has
 */
public record Extent(long first, long length, long completeLength) {
    private static final long UNKNOWN = ContentLength.UNKNOWN;

    /** All of it, with a length that is not known before it has come. */
    public static final Extent STILL_COMING = new Extent(0, UNKNOWN, UNKNOWN);

    public static Extent whole(long length) {
        return new Extent(0, length, length);
    }

    public static Extent part(ByteRange range, long completeLength) {
        return new Extent(range.first(), range.length(), completeLength);
    }

    public boolean isWhole() {
        return first == 0 && length == completeLength;
    }

    public boolean isKnown() {
        return completeLength != UNKNOWN;
    }

    /**
     * Whether these bytes are enough for an answer. A part answers only requests for ranges wholly within it (RFC 9111
     * section 3.3).
     */
    public boolean suffices(Answer answer) {
        return switch (answer) {
            case Answer.Whole ignored -> isWhole();
            case Answer.Part part -> length > 0 && range().contains(part.range());
            case Answer.NotModified ignored -> true;
            case Answer.RangeNotSatisfiable ignored -> true;
        };
    }

    /** Only of what is known and not empty. */
    ByteRange range() {
        return new ByteRange(first, first + length - 1);
    }
}
