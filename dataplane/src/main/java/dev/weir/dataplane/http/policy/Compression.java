package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.CacheControl;
import dev.weir.dataplane.http.policy.field.ContentLength;
import dev.weir.dataplane.http.policy.field.Directive;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.key.AcceptEncoding;
import dev.weir.dataplane.http.policy.key.Codings;
import dev.weir.dataplane.http.policy.key.NamePattern;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Which responses a route compresses that it stores.
 *
 * @param codings in order of preference
 * @param types media types in lower case
 * @param minBytes what is known to be shorter is left as it is
 */
public record Compression(List<Coding> codings, List<NamePattern> types, long minBytes) {
    /** Its lines are to be seen when they come, and it has no end. */
    private static final String EVENTS = "text/event-stream";

    public Compression {
        codings = List.copyOf(codings);
        types = List.copyOf(types);
    }

    /**
     * What a response is coded as that is stored; null when it is none of those that are coded, for whomever.
     *
     * @param request as it was sent to the origin
     */
    @Nullable
    Coding of(RequestHead request, ResponseHead response) {
        return isFor(response) ? accepted(request) : null;
    }

    private boolean isFor(ResponseHead response) {
        Fields fields = response.fields();
        long length = ContentLength.of(fields);
        return response.status() == 200
                && !fields.has(FieldName.CONTENT_ENCODING)
                && isOfType(fields)
                && (fields.has(FieldName.TRANSFER_ENCODING) || length == ContentLength.UNKNOWN || length >= minBytes)
                && !forbids(fields);
    }

    /** RFC 9110 section 7.7, RFC 9111 section 5.2.2.6: said to everybody on the way, so no route can take it back. */
    static boolean forbids(Fields response) {
        return CacheControl.of(response).has(Directive.NO_TRANSFORM);
    }

    private boolean isOfType(Fields fields) {
        String type = fields.first(FieldName.CONTENT_TYPE);
        if (type == null) {
            return false;
        }
        int semicolon = type.indexOf(';');
        String essence =
                (semicolon < 0 ? type : type.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
        return !essence.equals(EVENTS) && types.stream().anyMatch(pattern -> pattern.matches(essence));
    }

    /** What the origin is asked for: the one coding that is stored then, whether it codes itself or not. */
    public Codings asked() {
        return new Codings(codings.stream().map(Coding::token).toList(), true);
    }

    private Coding accepted(RequestHead request) {
        String asked = AcceptEncoding.reduce(request.fields(), asked());
        return codings.stream()
                .filter(coding -> coding.token().equals(asked))
                .findFirst()
                .orElse(Coding.IDENTITY);
    }
}
