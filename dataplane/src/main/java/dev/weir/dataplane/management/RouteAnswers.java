package dev.weir.dataplane.management;

import static java.util.stream.Collectors.joining;

import dev.weir.dataplane.management.Route.Request;
import dev.weir.dataplane.net.http.Answer;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/** Finds the route of each request, and says so when there is none. */
final class RouteAnswers {
    private final Map<String, Route> routes = new ConcurrentHashMap<>();

    void add(Route route) {
        Route before = routes.putIfAbsent(route.path(), route);
        if (before != null) {
            throw new IllegalArgumentException(route.path() + " is taken");
        }
    }

    Answer answer(HttpRequest message) {
        var target = new QueryStringDecoder(message.uri());
        Route route = routes.get(target.path());
        if (route == null) {
            String known = routes.keySet().stream().sorted().collect(joining(", "));
            return Answer.error(404, target.path() + " is not here; there is " + known);
        }
        boolean head = message.method().equals(HttpMethod.HEAD);
        String method = head ? "GET" : message.method().name();
        if (!route.methods().contains(method)) {
            String allowed = String.join(", ", new TreeSet<>(route.methods()));
            return Answer.error(405, route.path() + " takes " + allowed)
                    .with(HttpHeaderNames.ALLOW.toString(), allowed);
        }
        return route.answer().apply(request(message, target));
    }

    private static Request request(HttpRequest message, QueryStringDecoder target) {
        var headers = new HashMap<String, String>();
        message.headers().forEach(header -> headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        var query = new HashMap<String, String>();
        target.parameters().forEach((name, values) -> query.put(name, values.getFirst()));
        String body = message instanceof FullHttpRequest full ? full.content().toString(StandardCharsets.UTF_8) : "";
        return new Request(message.method().name(), query, headers, body);
    }
}
