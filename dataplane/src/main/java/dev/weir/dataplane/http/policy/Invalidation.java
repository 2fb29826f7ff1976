package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Which URIs a response takes out of the cache (RFC 9111 section 4.4). */
public final class Invalidation {
    private Invalidation() {}

    /**
     * The target URI, and what Location and Content-Location name of the same origin, after any method that is not
     * known to be safe and did not fail. Everything stored for them is to be dropped, or
     * {@link Metadata#invalidated()}.
     */
    public static Set<TargetUri> by(RequestHead request, ResponseHead response) {
        if (request.isSafe() || response.status() < 200 || StatusCode.isError(response.status())) {
            return Set.of();
        }
        var changed = new LinkedHashSet<TargetUri>();
        changed.add(request.uri());
        for (String field : List.of(FieldName.LOCATION, FieldName.CONTENT_LOCATION)) {
            String reference = response.fields().first(field);
            TargetUri uri = reference == null ? null : request.uri().resolve(reference.strip());
            if (uri != null && uri.hasSameOrigin(request.uri())) {
                changed.add(uri);
            }
        }
        return changed;
    }
}
