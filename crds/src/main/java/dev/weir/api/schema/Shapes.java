package dev.weir.api.schema;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.weir.api.schema.Shape.Choice;
import dev.weir.api.schema.Shape.Dictionary;
import dev.weir.api.schema.Shape.Field;
import dev.weir.api.schema.Shape.Flag;
import dev.weir.api.schema.Shape.Sequence;
import dev.weir.api.schema.Shape.Structure;
import dev.weir.api.schema.Shape.Text;
import dev.weir.api.schema.Shape.Whole;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Derives shapes from records, once for each. A record that says too little is a bug, and throws. */
final class Shapes {
    private static final int TEXT_LENGTH_MAX = 256;

    private static final ClassValue<Structure> DERIVED = new ClassValue<>() {
        @Override
        protected Structure computeValue(Class<?> type) {
            return structure(type.asSubclass(Record.class));
        }
    };

    private Shapes() {}

    static Structure of(Class<? extends Record> type) {
        return DERIVED.get(type);
    }

    private static Structure structure(Class<? extends Record> type) {
        var fields = new ArrayList<Field>();
        var parameters = new ArrayList<Class<?>>();
        for (RecordComponent component : type.getRecordComponents()) {
            fields.add(field(component));
            parameters.add(component.getType());
        }
        try {
            return new Structure(
                    description(type, type.getName()),
                    List.copyOf(fields),
                    List.of(type.getAnnotationsByType(Rule.class)),
                    type.isAnnotationPresent(OpenEnded.class),
                    type.getConstructor(parameters.toArray(Class<?>[]::new)));
        } catch (NoSuchMethodException e) {
            throw new IllegalStateException(type + " is not public", e);
        }
    }

    private static Field field(RecordComponent component) {
        String where = component.getDeclaringRecord().getSimpleName() + "." + component.getName();
        AnnotatedType type = component.getAnnotatedType();
        Shape shape = shape(type, where);
        Default given = component.getAnnotation(Default.class);
        Object fallback = given == null ? null : fallback(given.value(), shape);
        boolean nullable = type.isAnnotationPresent(Nullable.class);
        boolean mayBeEmpty = (shape instanceof Sequence list && list.sizeMin() == 0)
                || (shape instanceof Dictionary map && map.sizeMin() == 0);
        boolean required = !nullable && fallback == null && !mayBeEmpty;
        return new Field(component.getName(), description(component, where), shape, required, nullable, fallback);
    }

    private static String description(AnnotatedElement element, String where) {
        Description description = element.getAnnotation(Description.class);
        if (description == null) {
            throw new IllegalStateException(where + " has no @Description");
        }
        return description.value();
    }

    private static Object fallback(String value, Shape shape) {
        return switch (shape) {
            case Text _, Choice _ -> value;
            case Whole _ -> Long.valueOf(value);
            case Flag _ -> Boolean.valueOf(value);
            case Structure _ when value.equals("{}") -> Map.of();
            case Structure _, Sequence _, Dictionary _ -> throw new IllegalStateException("No default " + value);
        };
    }

    private static Shape shape(AnnotatedType annotated, String where) {
        Type type = annotated.getType();
        if (type == String.class) {
            return text(annotated);
        }
        if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
            return whole(annotated, type == long.class || type == Long.class);
        }
        if (type == boolean.class || type == Boolean.class) {
            return new Flag();
        }
        if (type instanceof Class<?> named && named.isEnum()) {
            return choice(named);
        }
        if (type instanceof Class<?> named && named.isRecord()) {
            return of(named.asSubclass(Record.class));
        }
        if (type instanceof ParameterizedType generic && annotated instanceof AnnotatedParameterizedType typed) {
            AnnotatedType[] arguments = typed.getAnnotatedActualTypeArguments();
            if (generic.getRawType() == List.class) {
                return sequence(annotated, shape(arguments[0], where), where);
            }
            if (generic.getRawType() == Map.class && shape(arguments[0], where) instanceof Text key) {
                Size size = size(annotated, where);
                return new Dictionary(key, shape(arguments[1], where), size.min(), size.max());
            }
        }
        throw new IllegalStateException(where + ": there is no shape for " + type);
    }

    private static Text text(AnnotatedElement element) {
        Format format = element.getAnnotation(Format.class);
        Size size = element.getAnnotation(Size.class);
        Syntax syntax = format == null ? null : format.value();
        int lengthMax = syntax == null ? TEXT_LENGTH_MAX : syntax.lengthMax();
        boolean orWhole = format != null && format.orWhole();
        return size == null
                ? new Text(syntax, 0, lengthMax, orWhole)
                : new Text(syntax, size.min(), size.max(), orWhole);
    }

    private static Whole whole(AnnotatedElement element, boolean wide) {
        Range range = element.getAnnotation(Range.class);
        if (range == null) {
            return new Whole(
                    wide ? Long.MIN_VALUE : Integer.MIN_VALUE, wide ? Long.MAX_VALUE : Integer.MAX_VALUE, wide);
        }
        return new Whole(range.min(), range.max(), wide);
    }

    private static Choice choice(Class<?> type) {
        var constants = new LinkedHashMap<String, Enum<?>>();
        for (Object constant : type.getEnumConstants()) {
            Enum<?> value = (Enum<?>) constant;
            constants.put(word(value), value);
        }
        return new Choice(constants);
    }

    private static String word(Enum<?> constant) {
        try {
            JsonProperty property =
                    constant.getDeclaringClass().getField(constant.name()).getAnnotation(JsonProperty.class);
            return property == null ? constant.name() : property.value();
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException(constant + " is not public", e);
        }
    }

    private static Sequence sequence(AnnotatedElement element, Shape item, String where) {
        Size size = size(element, where);
        KeyedBy keyed = element.getAnnotation(KeyedBy.class);
        boolean distinct = element.isAnnotationPresent(Distinct.class);
        return new Sequence(item, size.min(), size.max(), distinct, keyed == null ? null : keyed.value());
    }

    private static Size size(AnnotatedElement element, String where) {
        Size size = element.getAnnotation(Size.class);
        if (size == null) {
            throw new IllegalStateException(where + " has no bound: give it a @Size");
        }
        return size;
    }
}
