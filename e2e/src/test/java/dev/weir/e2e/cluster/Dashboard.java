package dev.weir.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A dashboard of Grafana's, and what it asks Prometheus. */
record Dashboard(String name, JsonNode definition) {
    private static final Pattern VALUES = Pattern.compile("label_values\\((.*), (\\w+)\\)");
    private static final Pattern VARIABLE = Pattern.compile("\\$(\\w+)");

    static Dashboard of(String name, String json) {
        try {
            return new Dashboard(name, new ObjectMapper().readTree(json));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As Grafana fills them in, one after another; of the values that are offered one that is wanted is chosen. */
    Map<String, String> variables(Prometheus prometheus, Set<String> wanted) {
        var chosen = new LinkedHashMap<>(Map.of("__rate_interval", "15s"));
        for (JsonNode variable : definition.at("/templating/list")) {
            if (variable.path("type").asText().equals("query")) {
                var query = VALUES.matcher(variable.at("/query/query").asText());
                if (!query.matches()) {
                    throw new IllegalStateException("not understood: " + variable);
                }
                prometheus.values(filled(query.group(1), chosen), query.group(2)).stream()
                        .filter(wanted::contains)
                        .findFirst()
                        .ifPresent(value -> chosen.put(variable.path("name").asText(), value));
            }
        }
        return chosen;
    }

    /** All expressions of all panels. */
    List<String> queries(Map<String, String> variables) {
        return definition
                .path("panels")
                .valueStream()
                .flatMap(panel -> panel.path("targets").valueStream())
                .map(target -> filled(target.path("expr").asText(), variables))
                .toList();
    }

    private static String filled(String text, Map<String, String> variables) {
        return VARIABLE.matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(variables.getOrDefault(found.group(1), found.group())));
    }

    @Override
    public String toString() {
        return name;
    }
}
