package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.web.answer.Output;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** What can be asked of this listener, as OpenAPI tells it, for whomever. */
final class Description {
    static final String PATH = "/openapi.json";

    private final byte[] content;

    Description() {
        try (InputStream resource = Description.class.getResourceAsStream("openapi.json")) {
            if (resource == null) {
                throw new IllegalStateException("openapi.json is not in the jar");
            }
            content = resource.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void write(RequestHead head, Output output) {
        String tag = ContentTag.of(content);
        FieldList fields = FieldList.of("Content-Type", "application/json", "Cache-Control", "no-cache", "ETag", tag);
        String known = head.fields().combined("if-none-match");
        if (known != null && new EntityTag(tag).isIn(known)) {
            output.coded(304, fields, null);
        } else {
            output.coded(200, fields, content);
        }
    }
}
