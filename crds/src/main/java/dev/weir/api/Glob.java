package dev.weir.api;

/**
 * A pattern for names, in which {@code *} stands for any characters or none, {@code ?} for any one character, and every
 * other character for itself.
 *
 * <p>Matching takes no memory, and at most the product of both lengths in steps.
 */
public final class Glob {
    private final String pattern;
    private final int prefixLength;

    private Glob(String pattern) {
        this.pattern = pattern;
        this.prefixLength = prefixLength(pattern);
    }

    public static Glob of(String pattern) {
        return new Glob(pattern);
    }

    /** Whether it is a plain name, which only that name matches. */
    public boolean isLiteral() {
        return prefixLength == pattern.length();
    }

    public boolean matches(String name) {
        return matches(name, 0, name.length());
    }

    boolean matches(String text, int from, int to) {
        if (to - from < prefixLength || !text.regionMatches(from, pattern, 0, prefixLength)) {
            return false;
        }
        if (prefixLength == pattern.length()) {
            return to - from == prefixLength;
        }
        return matchesRest(text, from + prefixLength, to);
    }

    /** Where what follows a star does not match, the star takes one character more; no earlier star needs to. */
    private boolean matchesRest(String text, int from, int to) {
        int p = prefixLength;
        int t = from;
        int star = -1;
        int taken = -1;
        while (t < to) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                taken = t;
            } else if (p < pattern.length() && (pattern.charAt(p) == '?' || pattern.charAt(p) == text.charAt(t))) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++taken;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }

    /** Whether there is a name that matches both. */
    public boolean overlaps(Glob other) {
        String a = pattern;
        String b = other.pattern;
        // after row i, reachable[j] tells whether some name matches the first i of a and the first j of b
        boolean[] reachable = new boolean[b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            boolean diagonal = false;
            for (int j = 0; j <= b.length(); j++) {
                boolean above = reachable[j];
                boolean left = j > 0 && reachable[j - 1];
                boolean star = (i > 0 && a.charAt(i - 1) == '*') || (j > 0 && b.charAt(j - 1) == '*');
                if (star) {
                    reachable[j] = above || left;
                } else if (i > 0 && j > 0) {
                    reachable[j] = diagonal && sameCharacter(a.charAt(i - 1), b.charAt(j - 1));
                } else {
                    reachable[j] = i == 0 && j == 0;
                }
                diagonal = above;
            }
        }
        return reachable[b.length()];
    }

    private static boolean sameCharacter(char a, char b) {
        return a == b || a == '?' || b == '?';
    }

    private static int prefixLength(String pattern) {
        int length = 0;
        while (length < pattern.length() && pattern.charAt(length) != '*' && pattern.charAt(length) != '?') {
            length++;
        }
        return length;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Glob glob && glob.pattern.equals(pattern);
    }

    @Override
    public int hashCode() {
        return pattern.hashCode();
    }

    @Override
    public String toString() {
        return pattern;
    }
}
