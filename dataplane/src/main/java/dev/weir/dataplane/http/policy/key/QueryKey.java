package dev.weir.dataplane.http.policy.key;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which parameters of the query belong to the key.
 *
 * @param include only these, when there are any
 * @param exclude not these
 * @param sort whether the order of parameters with different names is of no account
 */
public record QueryKey(List<NamePattern> include, List<NamePattern> exclude, boolean sort) {
    /** The query as it is. */
    public static final QueryKey WHOLE = new QueryKey(List.of(), List.of(), false);

    public QueryKey {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    public static QueryKey including(String... patterns) {
        return new QueryKey(patterns(patterns), List.of(), false);
    }

    public static QueryKey excluding(String... patterns) {
        return new QueryKey(List.of(), patterns(patterns), false);
    }

    public QueryKey sorted() {
        return new QueryKey(include, exclude, true);
    }

    @Nullable
    String of(@Nullable String query) {
        if (query == null || query.isEmpty() || (include.isEmpty() && exclude.isEmpty() && !sort)) {
            return query;
        }
        var kept = new ArrayList<String>();
        for (String parameter : query.split("&", -1)) {
            if (isKept(name(parameter))) {
                kept.add(parameter);
            }
        }
        if (sort) {
            kept.sort(Comparator.comparing(QueryKey::name));
        }
        return kept.isEmpty() ? null : String.join("&", kept);
    }

    private boolean isKept(String name) {
        return (include.isEmpty() || include.stream().anyMatch(pattern -> pattern.matches(name)))
                && exclude.stream().noneMatch(pattern -> pattern.matches(name));
    }

    private static String name(String parameter) {
        int equals = parameter.indexOf('=');
        return equals < 0 ? parameter : parameter.substring(0, equals);
    }

    private static List<NamePattern> patterns(String... patterns) {
        return List.of(patterns).stream().map(NamePattern::new).toList();
    }
}
