package dev.weir.api.document;

import dev.weir.api.schema.Quoted;
import dev.weir.api.schema.Shape.Choice;
import dev.weir.api.schema.Shape.Text;
import dev.weir.api.schema.Shape.Whole;
import dev.weir.api.schema.Syntax;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns scalars into the values of components: null when a scalar is of another kind, and the value even when it breaks
 * a bound. Either is found.
 */
final class Scalars {
    private Scalars() {}

    static @Nullable Object text(Text shape, Object tree, String path, Findings findings) {
        Object given = shape.orWhole() && (tree instanceof Integer || tree instanceof Long) ? tree.toString() : tree;
        if (!(given instanceof String text)) {
            String advice = tree instanceof Map || tree instanceof List ? "write one text" : "put it in quotes";
            findings.add(path, "must be text, but is " + describe(tree), advice);
            return null;
        }
        Syntax syntax = shape.syntax();
        if (syntax == null) {
            count(text.length(), shape.lengthMin(), shape.lengthMax(), "characters", path, findings);
        } else if (!syntax.accepts(text)) {
            String message = Quoted.of(text) + " is not " + syntax.meaning();
            findings.add(path, message, "write it like \"" + syntax.example() + "\"");
        }
        return text;
    }

    static @Nullable Object whole(Whole shape, Object tree, String path, Findings findings) {
        if (tree instanceof BigInteger || (tree instanceof Number number && isOutside(shape, number))) {
            String range = "must be from " + shape.min() + " to " + shape.max();
            findings.add(path, range + ", but is " + Quoted.plain(tree.toString()), "");
            return null;
        }
        if (tree instanceof Integer || tree instanceof Long) {
            return shape.wide() ? (Object) ((Number) tree).longValue() : (Object) ((Number) tree).intValue();
        }
        String advice = tree instanceof String ? "write it in digits and without quotes" : "write it in digits";
        findings.add(path, "must be a whole number, but is " + describe(tree), advice);
        return null;
    }

    private static boolean isOutside(Whole shape, Number number) {
        return (number instanceof Integer || number instanceof Long)
                && (number.longValue() < shape.min() || number.longValue() > shape.max());
    }

    static @Nullable Object flag(Object tree, String path, Findings findings) {
        if (tree instanceof Boolean flag) {
            return flag;
        }
        findings.add(path, "must be true or false, but is " + describe(tree), "write it without quotes");
        return null;
    }

    static @Nullable Object choice(Choice shape, Object tree, String path, Findings findings) {
        Enum<?> constant = tree instanceof String word ? shape.constants().get(word) : null;
        if (constant != null) {
            return constant;
        }
        String advice =
                Suggestion.advice(String.valueOf(tree), shape.constants().keySet());
        findings.add(path, describe(tree) + " is not known here", advice);
        return null;
    }

    static void count(int size, int min, int max, String what, String path, Findings findings) {
        if (size < min) {
            findings.add(path, size == 0 ? "is empty" : "has " + size + " " + what, "give it at least " + min);
        } else if (size > max) {
            findings.add(path, "has " + size + " " + what, "give it at most " + max);
        }
    }

    /** What someone wrote, as the end of "but is ...". */
    static String describe(Object tree) {
        return switch (tree) {
            case Map<?, ?> _ -> "a map";
            case List<?> _ -> "a list";
            case String text -> Quoted.of(text);
            case Number number -> "the number " + Quoted.plain(number.toString());
            default -> String.valueOf(tree);
        };
    }
}
