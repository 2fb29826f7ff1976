package dev.weir.api.document;

import dev.weir.api.schema.Quoted;
import dev.weir.api.schema.Shape;
import dev.weir.api.schema.Shape.Choice;
import dev.weir.api.schema.Shape.Dictionary;
import dev.weir.api.schema.Shape.Field;
import dev.weir.api.schema.Shape.Flag;
import dev.weir.api.schema.Shape.Sequence;
import dev.weir.api.schema.Shape.Structure;
import dev.weir.api.schema.Shape.Text;
import dev.weir.api.schema.Shape.Whole;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns maps, lists and scalars into records, and finds everything in which they differ from the records' shape. It
 * always comes to an end with a record: where something is wrong it goes on with what was likely meant, or else with
 * something empty, so that one mistake hides no other.
 */
final class Binder {
    private final Findings findings;

    Binder(Findings findings) {
        this.findings = findings;
    }

    <R extends Record> R bind(Class<R> type, Map<?, ?> fields, String path) {
        return type.cast(structure(Shape.of(type), fields, path));
    }

    /** The value, or null after it was found to be of another kind. */
    private @Nullable Object value(Shape shape, Object tree, String path) {
        return switch (shape) {
            case Text text -> Scalars.text(text, tree, path, findings);
            case Whole whole -> Scalars.whole(whole, tree, path, findings);
            case Flag _ -> Scalars.flag(tree, path, findings);
            case Choice choice -> Scalars.choice(choice, tree, path, findings);
            case Sequence sequence when tree instanceof List<?> list -> sequence(sequence, list, path);
            case Dictionary dictionary when tree instanceof Map<?, ?> map -> dictionary(dictionary, map, path);
            case Structure structure when tree instanceof Map<?, ?> map -> structure(structure, map, path);
            case Sequence _ -> other(path, "must be a list", tree, "begin each entry with '- '");
            case Dictionary _, Structure _ -> other(path, "must be a map", tree, "write its fields as 'name: value'");
        };
    }

    private @Nullable Object other(String path, String expectation, Object tree, String advice) {
        findings.add(path, expectation + ", but is " + Scalars.describe(tree), advice);
        return null;
    }

    private Record structure(Structure structure, Map<?, ?> tree, String path) {
        Map<String, Object> known = known(structure, tree, path);
        Object[] arguments = structure.fields().stream()
                .map(field -> component(field, known.get(field.name()), FieldPath.field(path, field.name())))
                .toArray();
        return construct(structure, arguments);
    }

    /** The fields by their names; a misspelled one by the name that was likely meant. */
    private Map<String, Object> known(Structure structure, Map<?, ?> tree, String path) {
        List<String> names = structure.fields().stream().map(Field::name).toList();
        var known = new HashMap<String, Object>();
        var unknown = new LinkedHashMap<String, @Nullable Object>();
        tree.forEach((key, value) -> {
            String name = String.valueOf(key);
            if (!names.contains(name)) {
                unknown.put(name, value);
            } else if (value != null) {
                known.put(name, value);
            }
        });
        if (structure.openEnded()) {
            return known;
        }
        unknown.forEach((name, value) -> {
            if (findings.isFull()) {
                return;
            }
            findings.add(FieldPath.field(path, name), "there is no such field", Suggestion.advice(name, names));
            if (value != null) {
                Suggestion.nearest(name, names).ifPresent(meant -> known.putIfAbsent(meant, value));
            }
        });
        return known;
    }

    private @Nullable Object component(Field field, @Nullable Object tree, String path) {
        if (tree == null && field.required()) {
            findings.add(path, "is missing", "add it: " + field.description());
        }
        Object value = tree == null ? null : value(field.shape(), tree, path);
        return value == null ? unsaid(field) : value;
    }

    /** What a field is when the document does not say it, or says it in a way that could not be read. */
    private static @Nullable Object unsaid(Field field) {
        if (field.nullable()) {
            return null;
        }
        Object fallback = field.fallback();
        return fallback == null
                ? nothing(field.shape())
                : new Binder(new Findings()).value(field.shape(), fallback, "");
    }

    private static Object nothing(Shape shape) {
        return switch (shape) {
            case Text _ -> "";
            case Whole whole when whole.wide() -> whole.min();
            case Whole whole -> (int) whole.min();
            case Flag _ -> false;
            case Choice choice -> choice.constants().values().iterator().next();
            case Sequence _ -> List.of();
            case Dictionary _ -> Map.of();
            case Structure structure ->
                construct(
                        structure,
                        structure.fields().stream().map(Binder::unsaid).toArray());
        };
    }

    private static Record construct(Structure structure, @Nullable Object[] arguments) {
        try {
            return structure.constructor().newInstance(arguments);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(structure.constructor() + " refused what its shape allows", e);
        }
    }

    private List<Object> sequence(Sequence sequence, List<?> tree, String path) {
        Scalars.count(tree.size(), sequence.sizeMin(), sequence.sizeMax(), "entries", path, findings);
        List<?> within = tree.subList(0, Math.min(tree.size(), sequence.sizeMax()));
        var items = new ArrayList<>();
        for (Object item : within) {
            items.add(entry(sequence.item(), item, FieldPath.item(path, items.size())));
        }
        findRepeated(sequence, within, path);
        return items;
    }

    private void findRepeated(Sequence sequence, List<?> tree, String path) {
        String key = sequence.key();
        var seen = new HashMap<String, Integer>();
        for (int i = 0; i < tree.size(); i++) {
            Object item = tree.get(i);
            if (sequence.distinct() && item instanceof String text) {
                Integer first = seen.putIfAbsent(text, i);
                if (first != null) {
                    String message = "is the same as " + FieldPath.item(path, first);
                    findings.add(FieldPath.item(path, i), message, "remove one of them");
                }
            } else if (key != null && item instanceof Map<?, ?> map && map.get(key) instanceof String text) {
                Integer first = seen.putIfAbsent(text, i);
                if (first != null) {
                    String message = Quoted.of(text) + " is already used by " + FieldPath.item(path, first);
                    findings.add(FieldPath.field(FieldPath.item(path, i), key), message, "rename one of them");
                }
            }
        }
    }

    private Map<String, Object> dictionary(Dictionary dictionary, Map<?, ?> tree, String path) {
        Scalars.count(tree.size(), dictionary.sizeMin(), dictionary.sizeMax(), "entries", path, findings);
        var values = new LinkedHashMap<String, Object>();
        tree.entrySet().stream().limit(dictionary.sizeMax()).forEach(entry -> {
            String name = String.valueOf(entry.getKey());
            String entryPath = FieldPath.field(path, name);
            Scalars.text(dictionary.key(), name, entryPath, findings);
            values.put(name, entry(dictionary.value(), entry.getValue(), entryPath));
        });
        return values;
    }

    /** Of a list or a map, where null says nothing that could be meant. */
    private Object entry(Shape shape, @Nullable Object tree, String path) {
        if (tree == null) {
            findings.add(path, "is empty", "give it a value, or remove it");
            return nothing(shape);
        }
        Object value = value(shape, tree, path);
        return value == null ? nothing(shape) : value;
    }
}
