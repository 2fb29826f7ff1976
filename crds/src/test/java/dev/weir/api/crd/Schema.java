package dev.weir.api.crd;

import dev.weir.api.schema.Shape;
import dev.weir.api.schema.Shape.Choice;
import dev.weir.api.schema.Shape.Dictionary;
import dev.weir.api.schema.Shape.Field;
import dev.weir.api.schema.Shape.Flag;
import dev.weir.api.schema.Shape.Sequence;
import dev.weir.api.schema.Shape.Structure;
import dev.weir.api.schema.Shape.Text;
import dev.weir.api.schema.Shape.Whole;
import dev.weir.api.schema.Syntax;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A shape as the API server wants to be told of it: a structural OpenAPI schema. */
final class Schema {
    private Schema() {}

    static Map<String, Object> of(Shape shape) {
        var schema = new LinkedHashMap<String, Object>();
        switch (shape) {
            case Text text -> describe(text, schema);
            case Whole whole -> describe(whole, schema);
            case Flag _ -> schema.put("type", "boolean");
            case Choice choice -> {
                schema.put("type", "string");
                schema.put("enum", List.copyOf(choice.constants().keySet()));
            }
            case Sequence sequence -> describe(sequence, schema);
            case Dictionary dictionary -> describe(dictionary, schema);
            case Structure structure -> describe(structure, schema);
        }
        return schema;
    }

    private static void describe(Text text, Map<String, Object> schema) {
        if (text.orWhole()) {
            schema.put("anyOf", List.of(Map.of("type", "integer"), Map.of("type", "string")));
            schema.put("x-kubernetes-int-or-string", true);
        } else {
            schema.put("type", "string");
        }
        putUnless(0, text.lengthMin(), "minLength", schema);
        schema.put("maxLength", text.lengthMax());
        Syntax syntax = text.syntax();
        if (syntax != null) {
            schema.put("pattern", syntax.expression());
        }
    }

    private static void describe(Whole whole, Map<String, Object> schema) {
        schema.put("type", "integer");
        schema.put("format", whole.wide() ? "int64" : "int32");
        putUnless(whole.wide() ? Long.MIN_VALUE : Integer.MIN_VALUE, whole.min(), "minimum", schema);
        putUnless(whole.wide() ? Long.MAX_VALUE : Integer.MAX_VALUE, whole.max(), "maximum", schema);
    }

    private static void describe(Sequence sequence, Map<String, Object> schema) {
        schema.put("type", "array");
        putUnless(0, sequence.sizeMin(), "minItems", schema);
        schema.put("maxItems", sequence.sizeMax());
        String key = sequence.key();
        if (key != null) {
            schema.put("x-kubernetes-list-type", "map");
            schema.put("x-kubernetes-list-map-keys", List.of(key));
        } else {
            schema.put("x-kubernetes-list-type", sequence.distinct() ? "set" : "atomic");
        }
        schema.put("items", of(sequence.item()));
    }

    private static void describe(Dictionary dictionary, Map<String, Object> schema) {
        schema.put("type", "object");
        putUnless(0, dictionary.sizeMin(), "minProperties", schema);
        schema.put("maxProperties", dictionary.sizeMax());
        schema.put("additionalProperties", of(dictionary.value()));
        Syntax syntax = dictionary.key().syntax();
        if (syntax != null) {
            String rule =
                    "self.all(k, k.matches(r'" + syntax.expression() + "') && size(k) <= " + syntax.lengthMax() + ")";
            schema.put("x-kubernetes-validations", List.of(rule(rule, "each name must be " + syntax.meaning())));
        }
    }

    private static void describe(Structure structure, Map<String, Object> schema) {
        schema.put("description", structure.description());
        schema.put("type", "object");
        List<String> required = structure.fields().stream()
                .filter(Field::required)
                .map(Field::name)
                .toList();
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        List<Map<String, Object>> rules = structure.rules().stream()
                .map(rule -> rule(rule.value(), rule.message()))
                .toList();
        if (!rules.isEmpty()) {
            schema.put("x-kubernetes-validations", rules);
        }
        var properties = new LinkedHashMap<String, Object>();
        structure.fields().forEach(field -> properties.put(field.name(), property(field)));
        schema.put("properties", properties);
    }

    private static Map<String, Object> property(Field field) {
        var schema = new LinkedHashMap<String, Object>();
        schema.put("description", Explanation.of(field));
        of(field.shape()).forEach(schema::putIfAbsent);
        Object fallback = field.fallback();
        if (fallback != null) {
            schema.put("default", fallback(field.shape(), fallback));
        }
        return schema;
    }

    /** A record's default with the defaults of its fields, as rules are held against it before those are filled in. */
    private static Object fallback(Shape shape, Object fallback) {
        if (!(shape instanceof Structure structure)) {
            return fallback;
        }
        var fields = new LinkedHashMap<String, Object>();
        for (Field field : structure.fields()) {
            if (field.fallback() != null) {
                fields.put(field.name(), fallback(field.shape(), field.fallback()));
            }
        }
        return fields;
    }

    static Map<String, Object> rule(String expression, String message) {
        var rule = new LinkedHashMap<String, Object>();
        rule.put("rule", expression);
        rule.put("message", message);
        return rule;
    }

    private static void putUnless(long unlimited, long bound, String name, Map<String, Object> schema) {
        if (bound != unlimited) {
            schema.put(name, bound);
        }
    }
}
