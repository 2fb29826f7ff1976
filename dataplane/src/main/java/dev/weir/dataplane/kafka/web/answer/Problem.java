package dev.weir.dataplane.kafka.web.answer;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Why a request was not answered as it was asked (RFC 9457).
 *
 * @param name short and stable, for programs
 * @param title what it is, always in the same words
 * @param detail what it is this time, and what to do
 */
public record Problem(int status, String name, String title, String detail) {
    static final String CONTENT_TYPE = "application/problem+json";

    public static Problem badRequest(String detail) {
        return new Problem(400, "bad-request", "The request means nothing here", detail);
    }

    public static Problem unauthorized(String detail) {
        return new Problem(401, "unauthorized", "It is not known who asks", detail);
    }

    public static Problem forbidden(String detail) {
        return new Problem(403, "forbidden", "Whoever asks may not do this", detail);
    }

    public static Problem notFound(String detail) {
        return new Problem(404, "not-found", "There is no such thing", detail);
    }

    public static Problem gone(String detail) {
        return new Problem(410, "gone", "It is no more", detail);
    }

    public static Problem tooLarge(String detail) {
        return new Problem(413, "too-large", "It is too large", detail);
    }

    public static Problem unavailable(String detail) {
        return new Problem(503, "unavailable", "It cannot be told at the moment", detail);
    }

    public String json() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("type", "urn:weir:problem:" + name);
        members.put("title", title);
        members.put("status", status);
        members.put("detail", detail);
        return JsonText.of(members);
    }
}
