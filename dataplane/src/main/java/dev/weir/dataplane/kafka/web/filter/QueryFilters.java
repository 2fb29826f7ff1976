package dev.weir.dataplane.kafka.web.filter;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Filters as a query gives them: {@code key=…}, {@code header.NAME=…} and {@code filter=…} in its full form. Of several
 * values of one parameter any may hold, and all parameters must.
 */
public final class QueryFilters {
    private static final String HEADER = "header.";

    private QueryFilters() {}

    public static boolean isParameter(String name) {
        return name.equals("key") || name.equals("filter") || name.startsWith(HEADER);
    }

    /**
     * Reads those of a query.
     *
     * @param query names to values; what is no filter is passed over
     */
    public static Filter of(Map<String, List<String>> query) throws FilterException {
        var all = new ArrayList<Filter>();
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            if (isParameter(parameter.getKey())) {
                var any = new ArrayList<Filter>();
                for (String value : parameter.getValue()) {
                    any.add(filter(parameter.getKey(), value));
                }
                all.add(Filter.any(any));
            }
        }
        return Filter.all(all);
    }

    private static Filter filter(String parameter, String value) throws FilterException {
        return switch (parameter) {
            case "filter" -> FilterReader.read(value);
            case "key" -> new Filter.OfKey(FilterReader.pattern(value, "key"));
            default ->
                new Filter.OfHeader(parameter.substring(HEADER.length()), FilterReader.pattern(value, parameter));
        };
    }
}
