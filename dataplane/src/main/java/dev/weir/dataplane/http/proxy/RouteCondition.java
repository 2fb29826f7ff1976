package dev.weir.dataplane.http.proxy;

import dev.weir.api.HttpCondition;
import dev.weir.api.PathGlob;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A condition made ready to be asked often. What is null or empty is not asked. */
record RouteCondition(@Nullable String host, @Nullable PathGlob path, List<String> methods) {
    private static final String ANY_BELOW = "*.";

    static RouteCondition of(HttpCondition condition) {
        String host = condition.host();
        String path = condition.path();
        return new RouteCondition(
                host == null ? null : host.toLowerCase(Locale.ROOT),
                path == null ? null : PathGlob.of(path),
                condition.methods());
    }

    boolean isMet(RequestLine request) {
        return (methods.isEmpty() || methods.contains(request.method()))
                && (host == null || matches(host, request.host()))
                && (path == null || path.matches(request.path()));
    }

    private static boolean matches(String pattern, String host) {
        if (!pattern.startsWith(ANY_BELOW)) {
            return pattern.equals(host);
        }
        int suffix = pattern.length() - 1;
        return host.length() > suffix && host.endsWith(pattern.substring(1));
    }
}
