package dev.weir.dataplane.http.store;

import dev.weir.dataplane.http.policy.Extent;
import dev.weir.dataplane.http.policy.Lifetime;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.ReuseRules;
import dev.weir.dataplane.http.policy.Validators;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Responses that differ in what a test is about. */
record Responses(Metadata metadata, FieldList fields, List<String> tags, long requestMillis, ByteBuf content) {
    static final long NOW = 1_000_000;

    static Responses with(String content) {
        return with(content.getBytes(StandardCharsets.UTF_8));
    }

    static Responses with(byte[] content) {
        var metadata = new Metadata(
                200,
                new Lifetime(NOW, 0, 60_000),
                new Validators(null, null, 0, NOW),
                Extent.whole(content.length),
                VaryKey.NONE,
                new ReuseRules(false, false, false, false, ReuseRules.UNSAID, ReuseRules.UNSAID),
                null);
        return new Responses(
                metadata, FieldList.of("Content-Type", "text/plain"), List.of(), NOW, Unpooled.wrappedBuffer(content));
    }

    Responses extent(Extent extent) {
        var other = new Metadata(
                metadata.status(),
                metadata.lifetime(),
                metadata.validators(),
                extent,
                metadata.vary(),
                metadata.rules(),
                metadata.coding());
        return new Responses(other, fields, tags, requestMillis, content);
    }

    Responses vary(String name, String value) {
        var vary = new VaryKey(List.of(new VaryKey.Nominated(name, value, value)));
        var other = new Metadata(
                metadata.status(),
                metadata.lifetime(),
                metadata.validators(),
                metadata.extent(),
                vary,
                metadata.rules(),
                metadata.coding());
        return new Responses(other, fields, tags, requestMillis, content);
    }

    Responses fields(String... namesAndValues) {
        return new Responses(metadata, FieldList.of(namesAndValues), tags, requestMillis, content);
    }

    Responses tags(String... others) {
        return new Responses(metadata, fields, List.of(others), requestMillis, content);
    }

    Responses askedFor(long millis) {
        return new Responses(metadata, fields, tags, millis, content);
    }

    NewEntry entry() {
        return new NewEntry(metadata, fields, tags, requestMillis, List.of(content));
    }

    static CacheKey key(String uri) {
        return new CacheKey(uri, "");
    }

    static byte[] bytes(Entry entry) {
        ByteBuf all = entry.payload().bytes(0, Math.toIntExact(entry.payload().length()));
        try {
            var bytes = new byte[all.readableBytes()];
            all.readBytes(bytes);
            return bytes;
        } finally {
            all.release();
        }
    }

    static String text(Entry entry) {
        return new String(bytes(entry), StandardCharsets.UTF_8);
    }
}
