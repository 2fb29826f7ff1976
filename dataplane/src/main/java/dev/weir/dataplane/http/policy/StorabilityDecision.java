package dev.weir.dataplane.http.policy;

import dev.weir.dataplane.http.policy.field.CacheControl;
import dev.weir.dataplane.http.policy.field.ContentLength;
import dev.weir.dataplane.http.policy.field.ContentRange;
import dev.weir.dataplane.http.policy.field.Directive;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.Fields;
import dev.weir.dataplane.http.policy.key.TargetUri;
import dev.weir.dataplane.http.policy.key.VaryKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One decision about one response. */
final class StorabilityDecision {
    private final RequestHead request;
    private final ResponseHead response;
    private final CachePolicy policy;
    private final Exchange exchange;
    private final Governing governing;
    private final CacheControl directives;
    private final Arrival arrival;
    private final Validators validators;
    private final Freshness freshness;
    private final @Nullable Coding coding;

    /**
     * Begins one.
     *
     * @param coding what the content is coded as; the response is as the origin sent it
     */
    StorabilityDecision(
            RequestHead request,
            ResponseHead response,
            CachePolicy policy,
            Exchange exchange,
            @Nullable Coding coding) {
        this.request = request;
        this.response = response;
        this.policy = policy;
        this.exchange = exchange;
        this.coding = coding;
        governing = Governing.of(response, policy);
        directives = governing.directives();
        arrival = Arrival.of(response, exchange);
        validators = Validators.of(response.fields(), arrival.dateMillis(), exchange.responseMillis());
        freshness = Freshness.of(response, governing, validators, policy, exchange.responseMillis());
    }

    Storability decide() {
        Refusal refusal = refusal();
        if (refusal != null) {
            return new Storability.Refuse(refusal);
        }
        Extent extent = extent();
        if (extent == null) {
            return new Storability.Refuse(Refusal.PARTIAL);
        }
        VaryKey vary = vary();
        if (vary == null) {
            return new Storability.Refuse(Refusal.VARY);
        }
        return store(metadata(extent, vary), StoredFields.tags(response.fields(), policy));
    }

    /** For what is stored already and got new fields: what was true of request and content still is. */
    Storability decideUpdate(Metadata metadata, List<String> tags) {
        Refusal refusal = vary() == null ? Refusal.VARY : refusalForAny();
        if (metadata.isCoded() && Compression.forbids(response.fields())) {
            refusal = Refusal.NO_TRANSFORM;
        }
        return refusal == null ? store(metadata, tags) : new Storability.Refuse(refusal);
    }

    Metadata metadata(Extent extent, VaryKey vary) {
        int status = response.status() == 206 ? 200 : response.status();
        var lifetime = new Lifetime(exchange.responseMillis(), arrival.initialAgeMillis(), freshness.millis());
        return new Metadata(status, lifetime, validators, extent, vary, ReuseRules.of(directives), coding);
    }

    @Nullable
    VaryKey vary() {
        Fields fields = coding == null ? response.fields() : coding.applied(response.fields());
        return VaryKey.of(fields, request.fields(), policy.codings());
    }

    FieldList fields() {
        FieldList fields = StoredFields.of(response, directives, arrival, policy);
        return coding == null ? fields : coding.applied(fields);
    }

    CacheControl directives() {
        return directives;
    }

    private Storability store(Metadata metadata, List<String> tags) {
        return isEverReusable(metadata)
                ? new Storability.Store(metadata, fields(), tags)
                : new Storability.Refuse(Refusal.NEVER_REUSABLE);
    }

    private @Nullable Refusal refusal() {
        if (!policy.enabled()) {
            return Refusal.BYPASS;
        }
        if (!request.isGet() && !isPostOfWhatItReturns()) {
            return Refusal.METHOD;
        }
        if (request.isGet() && request.hasContent()) {
            return Refusal.REQUEST_CONTENT;
        }
        if (!StatusCode.isStorable(response.status())) {
            return Refusal.STATUS;
        }
        return refusalForAny();
    }

    /** What forbids storing new responses and new fields for old ones alike. */
    private @Nullable Refusal refusalForAny() {
        if (policy.wishes(request).has(Directive.NO_STORE)) {
            return Refusal.REQUEST_NO_STORE;
        }
        if (directives.has(Directive.MUST_UNDERSTAND) && !StatusCode.isUnderstood(response.status())) {
            return Refusal.NOT_UNDERSTOOD;
        }
        if (governing.forbidsStoring(response.status())) {
            return Refusal.NO_STORE;
        }
        if (directives.isUnqualified(Directive.PRIVATE)) {
            return Refusal.PRIVATE;
        }
        if (request.fields().has(FieldName.AUTHORIZATION) && !governing.allowsSharingWhatWasAuthorized()) {
            return Refusal.AUTHORIZATION;
        }
        if (freshness.basis() == Freshness.Basis.NONE && !isForValidation()) {
            return Refusal.NO_FRESHNESS;
        }
        return setsCookieForOne() ? Refusal.SET_COOKIE : null;
    }

    /** A POST whose result can be got at the same URI (RFC 9110 section 9.3.3). */
    private boolean isPostOfWhatItReturns() {
        String location = response.fields().first(FieldName.CONTENT_LOCATION);
        if (!request.isPost() || location == null || freshness.basis() != Freshness.Basis.EXPLICIT) {
            return false;
        }
        TargetUri uri = request.uri().resolve(location);
        return request.uri().equals(uri) && !StatusCode.isError(response.status());
    }

    /** no-cache says how long it is fresh: not at all, but it may be kept to be validated. */
    private boolean isForValidation() {
        return directives.isUnqualified(Directive.NO_CACHE)
                && (StatusCode.isHeuristicallyCacheable(response.status()) || directives.has(Directive.PUBLIC));
    }

    /** What sets a cookie is for one client, unless its origin itself says that it is not. */
    boolean setsCookieForOne() {
        if (!response.fields().has(FieldName.SET_COOKIE)
                || directives.fieldNames(Directive.NO_CACHE).contains(FieldName.SET_COOKIE)
                || directives.fieldNames(Directive.PRIVATE).contains(FieldName.SET_COOKIE)) {
            return false;
        }
        boolean originSays =
                freshness.basis() == Freshness.Basis.EXPLICIT && governing.source() != Governing.Source.ROUTE;
        return !policy.storeSetCookie() || !originSays;
    }

    private boolean isEverReusable(Metadata metadata) {
        ReuseRules rules = metadata.rules();
        long stalenessMillis = metadata.lifetime().stalenessMillis(exchange.responseMillis());
        boolean fresh = stalenessMillis < 0 && !rules.validateAlways();
        long windowMillis = Math.max(rules.whileRevalidateMillis(policy), rules.ifErrorMillis(policy));
        return fresh || !metadata.validators().isEmpty() || windowMillis > Math.max(0, stalenessMillis);
    }

    /** Null for a part that is of no use: of unknown length, without a strong validator, or at odds with itself. */
    private @Nullable Extent extent() {
        long length = ContentLength.of(response.fields());
        boolean untold = response.fields().has(FieldName.TRANSFER_ENCODING) || length == ContentLength.UNKNOWN;
        if (coding != null && coding.changes()) {
            return Extent.STILL_COMING;
        }
        if (response.status() != 206) {
            return untold ? Extent.STILL_COMING : Extent.whole(length);
        }
        ContentRange range = ContentRange.of(response.fields());
        boolean usable = range != null
                && range.completeLength() != ContentRange.UNKNOWN
                && validators.hasStrongEtag()
                && request.fields().has(FieldName.RANGE)
                && (untold || length == range.range().length());
        return usable && range != null ? Extent.part(range.range(), range.completeLength()) : null;
    }
}
