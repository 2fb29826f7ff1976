package dev.weir.dataplane.http.policy.key;

/** A name, or part of one with asterisks for whatever is left open, such as {@code utm_*}. */
public record NamePattern(String pattern) {
    /** In time proportional to the product of both lengths at worst. */
    public boolean matches(String name) {
        int at = 0;
        int p = 0;
        int star = -1;
        int resume = 0;
        while (at < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = at;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(at)) {
                p++;
                at++;
            } else if (star >= 0) {
                p = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
