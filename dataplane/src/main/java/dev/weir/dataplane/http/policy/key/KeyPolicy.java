package dev.weir.dataplane.http.policy.key;

import dev.weir.dataplane.http.policy.field.FieldName;
import java.util.List;

/**
 * What a route makes its keys of, besides scheme, authority and path.
 *
 * @param headers request fields that always tell responses apart, whatever Vary says
 * @param cookies cookies that do
 */
public record KeyPolicy(QueryKey query, List<String> headers, List<String> cookies) {
    public static final KeyPolicy URI = new KeyPolicy(QueryKey.WHOLE, List.of(), List.of());

    public KeyPolicy {
        headers = headers.stream().map(FieldName::lowerCase).toList();
        cookies = List.copyOf(cookies);
    }
}
