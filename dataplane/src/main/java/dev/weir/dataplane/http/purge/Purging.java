package dev.weir.dataplane.http.purge;

import dev.weir.dataplane.management.Route;
import dev.weir.dataplane.net.http.Answer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** {@code POST /purge}: finds the cache that is meant, sees whether the client may, and has it done. */
public final class Purging {
    private static final String SCHEME = "Bearer ";

    private final Map<String, Purgeable> caches = new ConcurrentHashMap<>();

    /** Lets a cache be purged under the name of its document. */
    public void add(String name, Purgeable cache) {
        caches.put(name, cache);
    }

    public void remove(String name) {
        caches.remove(name);
    }

    public Route route() {
        return new Route("/purge", Set.of("POST"), this::answer);
    }

    private Answer answer(Route.Request request) {
        String name = request.query().get("cache");
        if (name == null && caches.size() == 1) {
            name = caches.keySet().iterator().next();
        }
        if (name == null) {
            return Answer.error(400, "say which cache, ?cache=NAME; there is " + names());
        }
        Purgeable cache = caches.get(name);
        if (cache == null) {
            return Answer.error(404, "there is no cache " + name + "; there is " + names());
        }
        String token = cache.token();
        if (token == null) {
            return Answer.error(
                    403,
                    "purging is off: name a secret in spec.management.purge.tokenSecretRef, and see"
                            + " that it is there");
        }
        if (!isRight(request.headers().get("authorization"), token)) {
            return Answer.error(401, "send the token: Authorization: Bearer TOKEN")
                    .with("WWW-Authenticate", "Bearer");
        }
        try {
            PurgeOrder order = PurgeOrder.read(request.body());
            var told = new LinkedHashMap<String, Object>();
            told.put("cache", name);
            told.put("purged", cache.purge(order));
            told.put("hard", order.hard());
            return Answer.json(200, told);
        } catch (PurgeOrder.Unclear e) {
            return Answer.error(400, String.valueOf(e.getMessage()));
        }
    }

    private String names() {
        return caches.isEmpty()
                ? "none"
                : String.join(", ", caches.keySet().stream().sorted().toList());
    }

    /** Takes as long for a wrong token as for the right one. */
    private static boolean isRight(@Nullable String authorization, String token) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        String shown = authorization.substring(SCHEME.length()).strip();
        return MessageDigest.isEqual(shown.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }
}
