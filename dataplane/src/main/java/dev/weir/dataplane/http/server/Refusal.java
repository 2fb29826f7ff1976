package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.dataplane.http.policy.CacheStatus;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.net.http.Answer;

/**
 * What is answered to a request that goes no further. Neither a hit nor forwarded, which Cache-Status says by saying
 * neither (RFC 9211 section 2).
 */
record Refusal(Reason reason, FieldList fields, String body) {
    static Refusal of(Reason reason, String message) {
        Answer answer = Answer.error(reason.status(), message);
        FieldList told = withoutContent(reason);
        return new Refusal(
                reason, FieldList.of("Content-Type", answer.contentType()).plus(told), answer.body());
    }

    static Refusal of(Rejected rejected) {
        return of(rejected.reason(), rejected.message());
    }

    /** What is said where there is no room for words. */
    static FieldList withoutContent(Reason reason) {
        return FieldList.of("Cache-Control", "no-store", CacheStatus.NAME, "weir; detail=" + reason.token());
    }

    int status() {
        return reason.status();
    }

    byte[] bytes() {
        return body.getBytes(UTF_8);
    }
}
