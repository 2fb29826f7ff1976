package dev.weir.dataplane.http.store.disk;

import dev.weir.dataplane.http.policy.Coding;
import dev.weir.dataplane.http.policy.Extent;
import dev.weir.dataplane.http.policy.Lifetime;
import dev.weir.dataplane.http.policy.Metadata;
import dev.weir.dataplane.http.policy.ReuseRules;
import dev.weir.dataplane.http.policy.Validators;
import dev.weir.dataplane.http.policy.field.EntityTag;
import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.CacheKey;
import dev.weir.dataplane.http.policy.key.VaryKey;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The head of a record: key, metadata, fields and tags of a response, in this order. Text is its length in bytes
 * followed by UTF-8, -1 for none; a list is its length and its members. To change any of it is to raise
 * {@link Segment#VERSION}.
 */
final class HeadCodec {
    private static final int NONE = -1;
    private static final int LIST_MAX = 1 << 16;

    private HeadCodec() {}

    static byte[] encode(Described response) throws IOException {
        var bytes = new ByteArrayOutputStream(512);
        var out = new DataOutputStream(bytes);
        text(out, response.key().uri());
        text(out, response.key().extras());
        metadata(out, response.metadata());
        out.writeInt(response.fields().lines().size());
        for (Field line : response.fields().lines()) {
            text(out, line.name());
            text(out, line.value());
        }
        out.writeInt(response.tags().size());
        for (String tag : response.tags()) {
            text(out, tag);
        }
        return bytes.toByteArray();
    }

    static Described decode(byte[] head) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(head));
        var key = new CacheKey(text(in), text(in));
        Metadata metadata = metadata(in);
        var lines = new ArrayList<Field>();
        for (int left = count(in); left > 0; left--) {
            lines.add(new Field(text(in), text(in)));
        }
        var tags = new ArrayList<String>();
        for (int left = count(in); left > 0; left--) {
            tags.add(text(in));
        }
        return new Described(key, metadata, new FieldList(lines), List.copyOf(tags));
    }

    static byte[] encode(Withdrawal withdrawal) throws IOException {
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        text(out, withdrawal.scope().name());
        text(out, withdrawal.text());
        text(out, withdrawal.effect().name());
        out.writeLong(withdrawal.millis());
        return bytes.toByteArray();
    }

    static Withdrawal decodeWithdrawal(byte[] head) throws IOException {
        var in = new DataInputStream(new ByteArrayInputStream(head));
        return new Withdrawal(
                Withdrawal.Scope.valueOf(text(in)), text(in), Withdrawal.Effect.valueOf(text(in)), in.readLong());
    }

    private static void metadata(DataOutputStream out, Metadata metadata) throws IOException {
        out.writeInt(metadata.status());
        Lifetime lifetime = metadata.lifetime();
        out.writeLong(lifetime.responseMillis());
        out.writeLong(lifetime.initialAgeMillis());
        out.writeLong(lifetime.freshMillis());
        Validators validators = metadata.validators();
        EntityTag etag = validators.etag();
        text(out, etag == null ? null : etag.text());
        text(out, validators.lastModified());
        out.writeLong(validators.lastModifiedMillis());
        out.writeLong(validators.dateMillis());
        Extent extent = metadata.extent();
        out.writeLong(extent.first());
        out.writeLong(extent.length());
        out.writeLong(extent.completeLength());
        out.writeInt(metadata.vary().nominated().size());
        for (VaryKey.Nominated nominated : metadata.vary().nominated()) {
            text(out, nominated.name());
            text(out, nominated.received());
            text(out, nominated.normal());
        }
        Coding coding = metadata.coding();
        text(out, coding == null ? null : coding.name());
        ReuseRules rules = metadata.rules();
        out.writeBoolean(rules.validateAlways());
        out.writeBoolean(rules.neverStale());
        out.writeBoolean(rules.sharedMaxAge());
        out.writeBoolean(rules.immutable());
        out.writeLong(rules.whileRevalidateMillis());
        out.writeLong(rules.ifErrorMillis());
    }

    private static Metadata metadata(DataInputStream in) throws IOException {
        int status = in.readInt();
        var lifetime = new Lifetime(in.readLong(), in.readLong(), in.readLong());
        String etag = textOrNone(in);
        var validators =
                new Validators(etag == null ? null : new EntityTag(etag), textOrNone(in), in.readLong(), in.readLong());
        var extent = new Extent(in.readLong(), in.readLong(), in.readLong());
        var nominated = new ArrayList<VaryKey.Nominated>();
        for (int left = count(in); left > 0; left--) {
            nominated.add(new VaryKey.Nominated(text(in), textOrNone(in), textOrNone(in)));
        }
        String coding = textOrNone(in);
        var rules = new ReuseRules(
                in.readBoolean(), in.readBoolean(), in.readBoolean(), in.readBoolean(), in.readLong(), in.readLong());
        return new Metadata(
                status,
                lifetime,
                validators,
                extent,
                new VaryKey(nominated),
                rules,
                coding == null ? null : coding(coding));
    }

    private static Coding coding(String name) throws IOException {
        try {
            return Coding.valueOf(name);
        } catch (IllegalArgumentException e) {
            throw new IOException("coded as " + name, e);
        }
    }

    private static void text(DataOutputStream out, @Nullable String text) throws IOException {
        if (text == null) {
            out.writeInt(NONE);
            return;
        }
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    private static String text(DataInputStream in) throws IOException {
        String text = textOrNone(in);
        if (text == null) {
            throw new IOException("text is missing");
        }
        return text;
    }

    private static @Nullable String textOrNone(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length == NONE) {
            return null;
        }
        if (length < 0 || length > in.available()) {
            throw new IOException("text of %d bytes".formatted(length));
        }
        return new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    private static int count(DataInputStream in) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > LIST_MAX) {
            throw new IOException("list of %d".formatted(count));
        }
        return count;
    }
}
