package dev.weir.dataplane.http.proxy;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.policy.CacheStatus;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/** Tells a client why it gets no content: {@code {"error": …}}. */
final class ErrorAnswer {
    private ErrorAnswer() {}

    static void answer(Responder response, RequestHead request, int status, String reason, String cacheStatus) {
        String json =
                "{\"error\": \"" + new String(JsonStringEncoder.getInstance().quoteAsString(reason)) + "\"}\n";
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        FieldList fields = FieldList.of(
                "Content-Type", "application/json", "Cache-Control", "no-store", CacheStatus.NAME, cacheStatus);
        response.begin(status, fields, body.length);
        if (!request.isHead()) {
            response.content(Unpooled.wrappedBuffer(body));
        }
        response.end(FieldList.EMPTY);
    }
}
