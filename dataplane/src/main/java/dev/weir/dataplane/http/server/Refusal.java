package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.http.policy.CacheStatus;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.net.http.Answer;

/**
 * What is answered to a request that goes no further. Neither a hit nor forwarded, which Cache-Status says by saying
 * neither (RFC 9211 section 2).
 */
record Refusal(int status, FieldList fields, String body) {
    static Refusal of(int status, String detail, String message) {
        Answer answer = Answer.error(status, message);
        return new Refusal(
                status,
                FieldList.of(
                        "Content-Type",
                        answer.contentType(),
                        "Cache-Control",
                        "no-store",
                        CacheStatus.NAME,
                        "weir; detail=" + detail),
                answer.body());
    }

    static Refusal of(Rejected rejected) {
        return of(rejected.status(), rejected.detail(), rejected.message());
    }

    byte[] bytes() {
        return body.getBytes(UTF_8);
    }
}
