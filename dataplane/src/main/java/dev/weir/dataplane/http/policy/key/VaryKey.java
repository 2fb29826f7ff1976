package dev.weir.dataplane.http.policy.key;

import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.ListValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The request fields that a stored response's Vary nominates, as the request had them that the response was got with
 * (RFC 9111 section 4.1). Equal for requests that the response may serve equally.
 */
public record VaryKey(List<Nominated> nominated) {
    public static final VaryKey NONE = new VaryKey(List.of());

    /** A response that varies by more is as good as one that varies by everything. */
    private static final int NOMINATED_MAX = 32;

    public VaryKey {
        nominated = List.copyOf(nominated);
    }

    /**
     * The key of a response to this request.
     *
     * @param codings what {@link AcceptEncoding} is cut down to; empty to leave it
     * @return null when no request can be known to match: the field names everything, or what it names is no field
     */
    public static @Nullable VaryKey of(Fields response, Fields request, Codings codings) {
        if (!response.has(FieldName.VARY)) {
            return NONE;
        }
        var names = new TreeSet<String>();
        for (String name : ListValue.members(response.all(FieldName.VARY))) {
            if (name.equals("*") || !FieldName.isToken(name) || names.size() == NOMINATED_MAX) {
                return null;
            }
            names.add(FieldName.lowerCase(name));
        }
        var nominated = new ArrayList<Nominated>(names.size());
        for (String name : names) {
            String received = request.combined(name);
            nominated.add(new Nominated(name, received, normal(name, received, request, codings)));
        }
        return new VaryKey(nominated);
    }

    public boolean isEmpty() {
        return nominated.isEmpty();
    }

    public boolean matches(Fields request, Codings codings) {
        for (Nominated field : nominated) {
            String received = request.combined(field.name);
            if (!Objects.equals(received, field.received)
                    && !Objects.equals(normal(field.name, received, request, codings), field.normal)) {
                return false;
            }
        }
        return true;
    }

    private static @Nullable String normal(String name, @Nullable String received, Fields request, Codings codings) {
        return name.equals(FieldName.ACCEPT_ENCODING) && !codings.isEmpty()
                ? SelectingField.normalize(name, AcceptEncoding.reduce(request, codings))
                : SelectingField.normalize(name, received);
    }

    /**
     * One of those fields.
     *
     * @param name in lower case
     * @param received as in the request, so that the usual match costs no normalising; null if it was absent
     * @param normal what decides
     */
    public record Nominated(
            String name,
            @Nullable String received,
            @Nullable String normal) {
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Nominated that && name.equals(that.name) && Objects.equals(normal, that.normal);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, normal);
        }
    }
}
