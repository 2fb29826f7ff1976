package dev.weir.operator.monitoring;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a query of Prometheus names: metrics with the labels that they are selected by, the labels that it groups by or
 * matches on, and those that it makes. As much of the language as our queries use; Prometheus itself checks the syntax.
 */
record Query(Map<String, Set<String>> selected, Set<String> grouped, Set<String> made) {
    private static final Pattern TOKEN = Pattern.compile(
            "\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^]]*]|[a-zA-Z_:][a-zA-Z0-9_:]*|[0-9.]+[a-z]*|[{}()]|[^\\s\\w\"{}()\\[]+");
    private static final Set<String> GROUPINGS = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");
    private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");
    private static final Pattern LABEL =
            Pattern.compile("([a-zA-Z_]\\w*)\\s*(?:=~|!~|!=|=)\\s*\"(?:[^\"\\\\]|\\\\.)*\"");
    private static final Pattern CALLED = Pattern.compile("\\(|(by|without)\\b");
    private static final Pattern WORD = Pattern.compile("[a-zA-Z_]\\w*");
    private static final Pattern MADE =
            Pattern.compile("label_replace\\((?s:.*?),\\s*\"(\\w+)\",\\s*\"[^\"]*\",\\s*\"(\\w+)\"");

    static Query parse(String text) {
        var query = new Query(new LinkedHashMap<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
        Matcher tokens = TOKEN.matcher(text);
        while (tokens.find()) {
            String token = tokens.group();
            if (WORD.matcher(token).lookingAt() && !OPERATORS.contains(token)) {
                query.named(token, text.substring(tokens.end()).stripLeading(), tokens);
            }
        }
        MADE.matcher(text).results().forEach(made -> {
            query.made().add(made.group(1));
            query.grouped().add(made.group(2));
        });
        return query;
    }

    private void named(String word, String rest, Matcher tokens) {
        if (GROUPINGS.contains(word)) {
            String list = rest.substring(0, rest.indexOf(')') + 1);
            WORD.matcher(list).results().forEach(label -> grouped.add(label.group()));
            skip(tokens, ")");
        } else if (!CALLED.matcher(rest).lookingAt()) {
            Set<String> labels = selected.computeIfAbsent(word, metric -> new LinkedHashSet<>());
            if (rest.startsWith("{")) {
                Matcher selector = Pattern.compile("\\{(?:\"(?:[^\"\\\\]|\\\\.)*\"|[^\"}])*}")
                        .matcher(rest);
                if (!selector.lookingAt()) {
                    throw new IllegalArgumentException("a selector without an end: " + rest);
                }
                LABEL.matcher(selector.group()).results().forEach(label -> labels.add(label.group(1)));
                skip(tokens, "}");
            }
        }
    }

    private static void skip(Matcher tokens, String end) {
        while (tokens.find()) {
            if (tokens.group().equals(end)) {
                return;
            }
        }
    }
}
