package dev.weir.dataplane.http.policy.field;

/** A number of seconds as fields and directives give it (RFC 9111 section 1.2.2). */
public final class DeltaSeconds {
    /** What stands for "for ever": more than 68 years, and safe to multiply into milliseconds. */
    public static final long MAX = 2_147_483_648L;

    public static final long INVALID = Digits.INVALID;

    private DeltaSeconds() {}

    /** The seconds, {@link #MAX} when there are more, {@link #INVALID} unless the text is digits and nothing else. */
    public static long parse(String text) {
        return Digits.parse(text, MAX);
    }
}
