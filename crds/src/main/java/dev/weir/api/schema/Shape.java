package dev.weir.api.schema;

import java.lang.reflect.Constructor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a part of a document may look like. */
public sealed interface Shape {

    /** The shape of documents that are read into records of this type. */
    static Structure of(Class<? extends Record> type) {
        return Shapes.of(type);
    }

    /** A text, which follows a syntax or has any characters; {@code orWhole} when it may be written as a number. */
    record Text(@Nullable Syntax syntax, int lengthMin, int lengthMax, boolean orWhole) implements Shape {}

    /** A whole number; {@code wide} when it needs 64 bits. */
    record Whole(long min, long max, boolean wide) implements Shape {}

    /** True or false. */
    record Flag() implements Shape {}

    /** One of a few words, each of which stands for a constant. */
    record Choice(Map<String, Enum<?>> constants) implements Shape {}

    /** A list; {@code key} names the field that tells its entries apart, where there is one. */
    record Sequence(
            Shape item,
            int sizeMin,
            int sizeMax,
            boolean distinct,
            @Nullable String key) implements Shape {}

    /** A map from texts to values of one shape. */
    record Dictionary(Text key, Shape value, int sizeMin, int sizeMax) implements Shape {}

    /** A record and the constructor that takes its fields in their order. */
    record Structure(
            String description,
            List<Field> fields,
            List<Rule> rules,
            boolean openEnded,
            Constructor<? extends Record> constructor)
            implements Shape {}

    /**
     * A field of a record.
     *
     * @param required whether a document must say it
     * @param nullable whether it is null in the record when the document does not say it
     * @param fallback what it is when the document does not say it, as the document would have said it
     */
    record Field(
            String name,
            String description,
            Shape shape,
            boolean required,
            boolean nullable,
            @Nullable Object fallback) {}
}
