package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.ContentLength;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.util.Set;

/** A request as far as a cache looks at it. Methods are case-sensitive (RFC 9110 section 9.1). */
public record RequestHead(String method, TargetUri uri, Fields fields) {
    /** Those registered as safe; what is not known to be is not (RFC 9110 section 9.2.1). */
    private static final Set<String> SAFE =
            Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PROPFIND", "REPORT", "SEARCH", "QUERY");

    /** Sending it twice is as good as sending it once (RFC 9110 section 9.2.2). */
    public boolean isIdempotent() {
        return isSafe() || method.equals("PUT") || method.equals("DELETE");
    }

    public boolean isGet() {
        return method.equals("GET");
    }

    public boolean isHead() {
        return method.equals("HEAD");
    }

    boolean isPost() {
        return method.equals("POST");
    }

    public boolean isSafe() {
        return SAFE.contains(method);
    }

    /** Content of a GET has no meaning that a key could take into account (RFC 9110 section 9.3.1). */
    boolean hasContent() {
        return fields.has(FieldName.TRANSFER_ENCODING)
                || (fields.has(FieldName.CONTENT_LENGTH) && ContentLength.of(fields) != 0);
    }
}
