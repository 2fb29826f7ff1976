package dev.weir.dataplane.kafka.web.write;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.http.policy.RequestHead;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a request says beside its content, in its query or in its header fields: {@code name=} or {@code Weir-Name:}.
 * Values are the bytes of a text, or with {@code Base64} behind the name any bytes.
 */
final class RequestFields {
    private static final int COUNT_MAX = 200;
    private static final String FIELD = "weir-";
    private static final String HEADER = FIELD + "header-";
    private static final String HEADER_BASE64 = FIELD + "headerbase64-";

    private final Map<String, List<String>> query;
    private final RequestHead head;

    private RequestFields(Map<String, List<String>> query, RequestHead head) {
        this.query = query;
        this.head = head;
    }

    /** A value that has a name of its own, such as a header of a message. */
    @SuppressWarnings("ArrayRecordComponent") // nobody compares them
    record Named(String name, byte[] value) {}

    /** @param known names of parameters; those of {@code header.} and {@code headerBase64.} are known beside them */
    static RequestFields of(RequestHead head, List<String> known) throws WriteException {
        String text = head.uri().query() == null ? "" : head.uri().query();
        Map<String, List<String>> query;
        try {
            query = new QueryStringDecoder("?" + text, UTF_8, true, COUNT_MAX + 1, true).parameters();
        } catch (IllegalArgumentException e) {
            throw WriteException.badRequest("the query cannot be read: " + e.getMessage());
        }
        if (query.values().stream().mapToInt(List::size).sum() > COUNT_MAX) {
            throw WriteException.badRequest("the query has more than " + COUNT_MAX + " parameters");
        }
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            String name = parameter.getKey();
            boolean header = name.startsWith("header.") || name.startsWith("headerBase64.");
            if (!header && !known.contains(name)) {
                throw WriteException.badRequest("there is no parameter " + name + ", only " + String.join(", ", known)
                        + ", header.NAME and headerBase64.NAME");
            }
            if (!header && parameter.getValue().size() > 1) {
                throw WriteException.badRequest("the parameter " + name + " is given more than once");
            }
        }
        mustBeKnown(head, known);
        return new RequestFields(query, head);
    }

    /** A name that is misspelt must not lose what it names. */
    private static void mustBeKnown(RequestHead head, List<String> known) throws WriteException {
        List<String> fields = known.stream()
                .map(name -> FIELD + name.replace("Base64", "-base64"))
                .toList();
        for (String name : said(head)) {
            boolean header = name.startsWith(HEADER) || name.startsWith(HEADER_BASE64);
            if (!header && !fields.contains(name)) {
                throw WriteException.badRequest("nothing was written: there is no field " + name + ", only "
                        + String.join(", ", fields) + ", " + HEADER + "NAME and " + HEADER_BASE64 + "NAME");
            }
        }
    }

    /** The names of fields that are for here. */
    private static List<String> said(RequestHead head) {
        var said = new ArrayList<String>();
        head.fields().forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(FIELD)) {
                said.add(lower);
            }
        });
        return said;
    }

    /** A request that says nothing beside its content. */
    static void none(RequestHead head) throws WriteException {
        boolean asks = head.uri().query() != null && !head.uri().query().isEmpty();
        if (asks || !said(head).isEmpty()) {
            throw WriteException.badRequest(
                    "nothing was written: in a batch each line says its own key, partition, timestamp and headers");
        }
    }

    /** One text; null where it is not given. */
    @Nullable
    String text(String name, String field) throws WriteException {
        List<String> asked = query.getOrDefault(name, List.of());
        List<String> said = head.fields().all(field.toLowerCase(Locale.ROOT));
        if (asked.size() + said.size() > 1) {
            throw WriteException.badRequest(name + " is given more than once, in the query or as the field " + field);
        }
        if (!said.isEmpty()) {
            return new String(said.getFirst().getBytes(ISO_8859_1), UTF_8);
        }
        return asked.isEmpty() ? null : asked.getFirst();
    }

    /** A text, or bytes as base64; null where it is not given. */
    byte @Nullable [] bytes(String name, String field) throws WriteException {
        String text = text(name, field);
        String base64 = text(name + "Base64", field + "-Base64");
        if (text != null && base64 != null) {
            throw WriteException.badRequest("only one of " + name + " and " + name + "Base64 can be given");
        }
        return text != null ? text.getBytes(UTF_8) : base64 == null ? null : decoded(name + "Base64", base64);
    }

    /** All headers of the message, those of the query first. */
    List<Named> headers() throws WriteException {
        var headers = new ArrayList<Named>();
        for (Map.Entry<String, List<String>> parameter : query.entrySet()) {
            for (String value : parameter.getValue()) {
                if (parameter.getKey().startsWith("header.")) {
                    headers.add(new Named(parameter.getKey().substring("header.".length()), value.getBytes(UTF_8)));
                } else if (parameter.getKey().startsWith("headerBase64.")) {
                    String name = parameter.getKey().substring("headerBase64.".length());
                    headers.add(new Named(name, decoded(parameter.getKey(), value)));
                }
            }
        }
        var fields = new ArrayList<Map.Entry<String, String>>();
        head.fields().forEach((name, value) -> fields.add(Map.entry(name.toLowerCase(Locale.ROOT), value)));
        for (Map.Entry<String, String> field : fields) {
            if (field.getKey().startsWith(HEADER)) {
                String name = field.getKey().substring(HEADER.length());
                headers.add(new Named(name, field.getValue().getBytes(ISO_8859_1)));
            } else if (field.getKey().startsWith(HEADER_BASE64)) {
                String name = field.getKey().substring(HEADER_BASE64.length());
                headers.add(new Named(name, decoded(field.getKey(), field.getValue())));
            }
        }
        return headers;
    }

    /** What bytes of the base64 alphabet mean. */
    static byte[] decoded(String name, String base64) throws WriteException {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw WriteException.badRequest(name + " is no base64 (RFC 4648 section 4): " + e.getMessage());
        }
    }
}
