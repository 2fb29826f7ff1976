package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.Directive;
import dev.weir.dataplane.http.policy.field.Field;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.field.HopByHop;
import dev.weir.dataplane.http.policy.key.VaryKey;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * New fields for a stored response, from a response that says that its content is still right (RFC 9111 section 3.2).
 */
final class Update {
    /** They tell how the stored bytes are to be read, whatever a later response would have been like. */
    private static final Set<String> OF_THE_STORED_CONTENT = Set.of(
            FieldName.CONTENT_ENCODING,
            FieldName.CONTENT_LENGTH,
            FieldName.CONTENT_RANGE,
            "content-digest",
            "content-md5");

    private final RequestHead request;
    private final Fields newer;
    private final CachePolicy policy;
    private final Exchange exchange;
    private final Predicate<String> hopByHop;

    Update(RequestHead request, ResponseHead newer, CachePolicy policy, Exchange exchange) {
        this.request = request;
        this.newer = newer.fields();
        this.policy = policy;
        this.exchange = exchange;
        this.hopByHop = HopByHop.of(newer.fields());
    }

    <S extends StoredResponse> Freshened<S> of(S stored, Extent extent) {
        FieldList merged = merged(original(stored));
        StorabilityDecision decision = decision(stored, merged);
        boolean cookieForOne = newer.has(FieldName.SET_COOKIE) && decision.setsCookieForOne();
        if (cookieForOne) {
            decision = decision(stored, FieldList.filtered(merged, name -> !name.equals(FieldName.SET_COOKIE)));
        }
        VaryKey vary = decision.vary();
        Metadata metadata =
                decision.metadata(extent, vary == null ? stored.metadata().vary() : vary);
        List<String> tags =
                policy.tagFields().stream().anyMatch(newer::has) ? StoredFields.tags(newer, policy) : stored.tags();
        FieldList answer = decision.fields().plus(once(decision, cookieForOne));
        return new Freshened<>(stored, decision.decideUpdate(metadata, tags), metadata, answer);
    }

    private StorabilityDecision decision(StoredResponse stored, FieldList fields) {
        var head = new ResponseHead(stored.metadata().status(), fields);
        return new StorabilityDecision(
                request, head, policy, exchange, stored.metadata().coding());
    }

    /** The fields that the origin sent, as far as they are still there. */
    private static Fields original(StoredResponse stored) {
        Metadata metadata = stored.metadata();
        return metadata.isCoded()
                ? Coding.original(stored.fields(), metadata.validators().etag())
                : stored.fields();
    }

    private FieldList merged(Fields stored) {
        FieldList updates =
                FieldList.filtered(newer, name -> !hopByHop.test(name) && !OF_THE_STORED_CONTENT.contains(name));
        var replaced = new HashSet<String>();
        for (Field line : updates.lines()) {
            replaced.add(FieldName.lowerCase(line.name()));
        }
        // a response without a date is as of its receipt, not as of the one that it updates
        replaced.add(FieldName.DATE);
        var lines = new ArrayList<>(
                FieldList.filtered(stored, name -> !replaced.contains(name)).lines());
        lines.addAll(updates.lines());
        return new FieldList(lines);
    }

    /** What must not be stored, but was sent for the one who asked. */
    private FieldList once(StorabilityDecision decision, boolean cookieForOne) {
        List<String> unstored = new ArrayList<>(decision.directives().fieldNames(Directive.NO_CACHE));
        unstored.addAll(decision.directives().fieldNames(Directive.PRIVATE));
        if (cookieForOne) {
            unstored.add(FieldName.SET_COOKIE);
        }
        return FieldList.filtered(newer, name -> unstored.contains(name) && !hopByHop.test(name));
    }
}
