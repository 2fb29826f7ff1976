package dev.weir.api.crd;

import dev.weir.api.schema.Shape;
import dev.weir.api.schema.Shape.Dictionary;
import dev.weir.api.schema.Shape.Field;
import dev.weir.api.schema.Shape.Sequence;
import dev.weir.api.schema.Shape.Structure;
import dev.weir.api.schema.Shape.Text;
import dev.weir.api.schema.Shape.Whole;
import dev.weir.api.schema.Syntax;
import java.util.ArrayList;
import java.util.List;

/** A field's description and what {@code kubectl explain} does not tell of a schema: syntax, bounds and default. */
final class Explanation {
    private Explanation() {}

    static String of(Field field) {
        var sentences = new ArrayList<String>();
        sentences.add(field.description());
        sentences.addAll(bounds(field.shape()));
        if (field.fallback() != null && !(field.shape() instanceof Structure)) {
            sentences.add("Default: " + field.fallback() + ".");
        }
        return String.join(" ", sentences);
    }

    private static List<String> bounds(Shape shape) {
        return switch (shape) {
            case Text text -> syntax("It is", text);
            case Whole whole
            when whole.max() < Integer.MAX_VALUE -> List.of("From " + whole.min() + " to " + whole.max() + ".");
            case Sequence list
            when list.item() instanceof Text text ->
                join(syntax("Each is", text), size(list.sizeMin(), list.sizeMax()));
            case Sequence list -> List.of(size(list.sizeMin(), list.sizeMax()));
            case Dictionary map -> join(syntax("Each name is", map.key()), size(map.sizeMin(), map.sizeMax()));
            default -> List.of();
        };
    }

    private static List<String> syntax(String subject, Text text) {
        Syntax syntax = text.syntax();
        return syntax == null
                ? List.of()
                : List.of(subject + " " + syntax.meaning() + ", such as " + syntax.example() + ".");
    }

    private static String size(int min, int max) {
        return min == 0 ? "At most " + max + "." : "At least " + min + ", at most " + max + ".";
    }

    private static List<String> join(List<String> some, String another) {
        var all = new ArrayList<>(some);
        all.add(another);
        return all;
    }
}
