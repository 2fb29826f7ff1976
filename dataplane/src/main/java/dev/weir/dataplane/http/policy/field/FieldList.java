package dev.weir.dataplane.http.policy.field;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Fields as a value of their own: what a decision hands out to be stored. */
public record FieldList(List<Field> lines) implements Fields {
    public static final FieldList EMPTY = new FieldList(List.of());

    public FieldList {
        lines = List.copyOf(lines);
    }

    /** Names and values in turn. */
    public static FieldList of(String... namesAndValues) {
        var lines = new ArrayList<Field>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            lines.add(new Field(namesAndValues[i], namesAndValues[i + 1]));
        }
        return new FieldList(lines);
    }

    /** The fields whose lower-case names pass. */
    public static FieldList filtered(Fields fields, Predicate<String> kept) {
        var lines = new ArrayList<Field>();
        fields.forEach((name, value) -> {
            if (kept.test(FieldName.lowerCase(name))) {
                lines.add(new Field(name, value));
            }
        });
        return new FieldList(lines);
    }

    public FieldList plus(String name, String value) {
        var more = new ArrayList<>(lines);
        more.add(new Field(name, value));
        return new FieldList(more);
    }

    public FieldList plus(FieldList others) {
        var more = new ArrayList<>(lines);
        more.addAll(others.lines);
        return new FieldList(more);
    }

    @Override
    public @Nullable String first(String name) {
        for (Field line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                return line.value();
            }
        }
        return null;
    }

    @Override
    public List<String> all(String name) {
        var values = new ArrayList<String>(1);
        for (Field line : lines) {
            if (line.name().equalsIgnoreCase(name)) {
                values.add(line.value());
            }
        }
        return values;
    }

    @Override
    public void forEach(BiConsumer<String, String> line) {
        lines.forEach(each -> line.accept(each.name(), each.value()));
    }
}
