package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.http.policy.CachePolicy;
import dev.weir.dataplane.http.policy.PartRequest;
import dev.weir.dataplane.http.policy.Preconditions;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.HopByHop;
import dev.weir.dataplane.http.policy.field.Trailers;
import dev.weir.dataplane.http.policy.key.AcceptEncoding;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The fields of a request as it goes on to the origin. */
final class ForwardedRequest {
    /** Said anew for the next hop; what clients say of it themselves is not to be believed, nor part of any key. */
    private static final Set<String> OUR_OWN =
            Set.of(FieldName.HOST, FieldName.CONTENT_LENGTH, "x-forwarded-proto", "x-forwarded-host", "forwarded");

    private static final String FORWARDED_FOR = "x-forwarded-for";

    private final List<Field> lines = new ArrayList<>();

    private ForwardedRequest(RequestHead request) {
        HopByHop hopByHop = HopByHop.of(request.fields());
        request.fields().forEach((name, value) -> {
            String lower = FieldName.lowerCase(name);
            if (!hopByHop.test(lower) && !OUR_OWN.contains(lower)) {
                lines.add(new Field(name, value));
            }
        });
    }

    static ForwardedRequest of(RequestHead request, Peer peer, CachePolicy policy) {
        var forwarded = new ForwardedRequest(request);
        Fields fields = request.fields();
        if (Trailers.areTakenWith(fields)) {
            forwarded.lines.add(new Field("TE", "trailers"));
        }
        if (!policy.codings().isEmpty()) {
            forwarded.set(FieldName.ACCEPT_ENCODING, AcceptEncoding.reduce(fields, policy.codings()));
        }
        String before = fields.combined(FORWARDED_FOR);
        String address = peer.address().getAddress() == null
                ? peer.address().getHostString()
                : peer.address().getAddress().getHostAddress();
        forwarded.set("X-Forwarded-For", before == null ? address : before + ", " + address);
        forwarded.set("X-Forwarded-Proto", peer.secure() ? "https" : "http");
        forwarded.set("X-Forwarded-Host", request.uri().authority());
        forwarded.lines.add(new Field("Via", peer.protocol().substring("HTTP/".length()) + " weir"));
        return forwarded;
    }

    /** A request of the cache's own, for what this one was for. */
    ForwardedRequest forItself() {
        Preconditions.CLIENTS_OWN.forEach(this::remove);
        return this;
    }

    ForwardedRequest with(Preconditions preconditions) {
        preconditions.apply(this::set, this::remove);
        return this;
    }

    ForwardedRequest with(PartRequest part) {
        part.apply(this::set, this::remove);
        return this;
    }

    FieldList fields() {
        return new FieldList(lines);
    }

    private void set(String name, String value) {
        remove(name);
        lines.add(new Field(name, value));
    }

    private void remove(String name) {
        lines.removeIf(line -> line.name().equalsIgnoreCase(name));
    }
}
