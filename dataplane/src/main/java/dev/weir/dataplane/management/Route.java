package dev.weir.dataplane.management;

import dev.weir.dataplane.net.http.Answer;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Something that the management port answers.
 *
 * @param path the path, exactly
 * @param methods the methods that it knows; HEAD comes with GET
 * @param answer called on the management thread
 */
public record Route(String path, Set<String> methods, Function<Request, Answer> answer) {
    public Route {
        methods = Set.copyOf(methods);
    }

    /**
     * What was asked.
     *
     * @param query the parameters; of several with one name the first
     * @param headers by their names in lower case
     */
    public record Request(String method, Map<String, String> query, Map<String, String> headers, String body) {
        public Request {
            query = Map.copyOf(query);
            headers = Map.copyOf(headers);
        }
    }

    /** A route that only tells. */
    public static Route get(String path, Function<Request, Answer> answer) {
        return new Route(path, Set.of("GET"), answer);
    }
}
