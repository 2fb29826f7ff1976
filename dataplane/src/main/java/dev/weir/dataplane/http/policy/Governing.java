package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.CacheControl;
import dev.weir.dataplane.http.policy.field.Directive;
import dev.weir.dataplane.http.policy.field.TargetedCacheControl;

/**
 * The directives that decide about a response: the route's, else those of a targeted field, else Cache-Control.
 *
 * @param source when it is not {@link Source#CACHE_CONTROL}, Expires is ignored with it (RFC 9213 section 2.2)
 */
record Governing(CacheControl directives, Source source) {
    enum Source {
        ROUTE,
        TARGETED_FIELD,
        CACHE_CONTROL
    }

    static Governing of(ResponseHead response, CachePolicy policy) {
        if (policy.override() != null && !StatusCode.isError(response.status())) {
            return new Governing(policy.override(), Source.ROUTE);
        }
        CacheControl targeted = TargetedCacheControl.of(response.fields(), policy.targetedFields());
        return targeted == null
                ? new Governing(CacheControl.of(response.fields()), Source.CACHE_CONTROL)
                : new Governing(targeted, Source.TARGETED_FIELD);
    }

    /** RFC 9111 section 5.2.2.3: no-store that comes with must-understand is for those who do not. */
    boolean forbidsStoring(int status) {
        return directives.has(Directive.NO_STORE)
                && !(directives.has(Directive.MUST_UNDERSTAND) && StatusCode.isUnderstood(status));
    }

    /** RFC 9111 section 3.5. */
    boolean allowsSharingWhatWasAuthorized() {
        return directives.has(Directive.PUBLIC)
                || directives.has(Directive.MUST_REVALIDATE)
                || directives.has(Directive.S_MAXAGE);
    }
}
