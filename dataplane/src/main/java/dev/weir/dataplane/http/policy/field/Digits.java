package dev.weir.dataplane.http.policy.field;

/** Numbers as HTTP writes them: digits and nothing else. */
final class Digits {
    static final long INVALID = -1;

    private Digits() {}

    /** The number, or the largest wanted when it is beyond that. */
    static long parse(String text, long largest) {
        long number = 0;
        for (int i = 0; i < text.length(); i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return INVALID;
            }
            number = number > (largest - digit) / 10 ? largest : number * 10 + digit;
        }
        return text.isEmpty() ? INVALID : number;
    }
}
