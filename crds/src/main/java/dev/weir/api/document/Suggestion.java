package dev.weir.api.document;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What someone meant who misspelled a word. */
final class Suggestion {
    private static final int WORD_LENGTH_MAX = 64;
    private static final int NAMED_MAX = 20;

    private Suggestion() {}

    /** The known word that is so few edits away that it is likely to be meant. */
    static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > WORD_LENGTH_MAX) {
            return Optional.empty();
        }
        int editsMax = Math.clamp(word.length() / 3, 1, 3);
        return known.stream()
                .filter(candidate -> edits(word, candidate) <= editsMax)
                .min(Comparator.comparingInt(candidate -> edits(word, candidate)));
    }

    /** What to write instead of a word that is not known. */
    static String advice(String word, Collection<String> known) {
        return nearest(word, known)
                .map(nearest -> "did you mean \"" + nearest + "\"?")
                .orElseGet(() -> "write one of: " + list(known));
    }

    private static String list(Collection<String> known) {
        String listed = String.join(", ", known.stream().limit(NAMED_MAX).toList());
        return known.size() > NAMED_MAX ? listed + ", ..." : listed;
    }

    /** How many characters to insert, delete, replace or swap with their neighbour; case does not count. */
    private static int edits(String from, String to) {
        int[] beforeLast = new int[to.length() + 1];
        int[] last = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            last[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            int[] row = new int[to.length() + 1];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = last[j - 1] + (same(from, i - 1, to, j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, Math.min(last[j], row[j - 1]) + 1);
                if (i > 1 && j > 1 && same(from, i - 1, to, j - 2) && same(from, i - 2, to, j - 1)) {
                    row[j] = Math.min(row[j], beforeLast[j - 2] + 1);
                }
            }
            beforeLast = last;
            last = row;
        }
        return last[to.length()];
    }

    private static boolean same(String a, int i, String b, int j) {
        return Character.toLowerCase(a.charAt(i)) == Character.toLowerCase(b.charAt(j));
    }
}
