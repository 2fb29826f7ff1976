package dev.weir.dataplane.http.policy.key;

/** The q parameter (RFC 9110 section 12.4.2). */
final class Weight {
    private Weight() {}

    static boolean isWeight(String parameter) {
        return parameter.regionMatches(true, 0, "q=", 0, 2);
    }

    /** Without trailing zeros, and nothing at all for the default of one. */
    static String normalize(String parameter) {
        String weight = parameter.substring(2).strip();
        int end = weight.length();
        if (weight.indexOf('.') >= 0) {
            while (weight.charAt(end - 1) == '0') {
                end--;
            }
            if (weight.charAt(end - 1) == '.') {
                end--;
            }
        }
        weight = weight.substring(0, end);
        return weight.equals("1") ? "" : ";q=" + weight;
    }

    static boolean isZero(String parameter) {
        return normalize(parameter).equals(";q=0");
    }
}
