package dev.weir.dataplane.kafka;

import dev.weir.api.BearerAuthentication;
import dev.weir.api.CaReference;
import dev.weir.api.CertificateAuthentication;
import dev.weir.api.Glob;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.KeySetReference;
import dev.weir.api.Problem;
import dev.weir.api.Quantities;
import dev.weir.api.TokenAlgorithm;
import dev.weir.api.TopicRoute;
import dev.weir.api.TopicScopes;
import dev.weir.api.WebAuthentication;
import dev.weir.dataplane.document.Secrets;
import dev.weir.dataplane.kafka.web.access.Access;
import dev.weir.dataplane.kafka.web.access.BearerAccess;
import dev.weir.dataplane.kafka.web.access.CertificateAccess;
import dev.weir.dataplane.kafka.web.access.FetchedKeys;
import dev.weir.dataplane.kafka.web.access.KeysInFile;
import dev.weir.dataplane.kafka.web.access.ScopeRules;
import dev.weir.dataplane.kafka.web.access.TokenKeys;
import dev.weir.dataplane.kafka.web.access.TokenRules;
import dev.weir.dataplane.workload.WorkloadContext;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes of a document who may come to its listener for web clients. */
final class WebAccess {
    private static final String PATH = "spec.listeners.web.authentication.bearer.jwks";

    private final WorkloadContext context;
    private final KafkaCacheBindingSpec spec;
    private final @Nullable TokenKeys present;
    private final List<Problem> problems = new ArrayList<>();
    private @Nullable TokenKeys keys;

    /**
     * What came of it.
     *
     * @param access null when there are problems
     * @param keys that it verifies tokens with, which may be those that were there before; null without tokens
     * @param problems why it must not be used
     */
    record Outcome(@Nullable Access access, @Nullable TokenKeys keys, List<Problem> problems) {}

    private WebAccess(KafkaCacheBindingSpec spec, WorkloadContext context, @Nullable TokenKeys present) {
        this.context = context;
        this.spec = spec;
        this.present = present;
    }

    /** Goes on with the keys that are present where they are from the same place. */
    static Outcome open(KafkaCacheBindingSpec spec, WorkloadContext context, @Nullable TokenKeys present) {
        var opening = new WebAccess(spec, context, present);
        @Nullable Access access = opening.open();
        return new Outcome(access, opening.keys, opening.problems);
    }

    private @Nullable Access open() {
        WebAuthentication authentication = spec.listeners().web().authentication();
        return switch (authentication.type()) {
            case NONE -> Access.OPEN;
            case MTLS -> new CertificateAccess(grants(authentication.mtls()), scopes(authentication), context.clock());
            case BEARER -> bearer(authentication);
        };
    }

    private static List<CertificateAccess.Grant> grants(@Nullable CertificateAuthentication mtls) {
        return mtls == null
                ? List.of()
                : mtls.grants().stream()
                        .map(grant -> new CertificateAccess.Grant(
                                Glob.of(grant.subject())::matches, Set.copyOf(grant.scopes())))
                        .toList();
    }

    private @Nullable Access bearer(WebAuthentication authentication) {
        BearerAuthentication bearer = Objects.requireNonNull(authentication.bearer(), "documents are validated before");
        TokenKeys found = keys(bearer);
        if (found == null) {
            return null;
        }
        keys = found;
        return new BearerAccess(rules(bearer), found, scopes(authentication), context.clock());
    }

    private static TokenRules rules(BearerAuthentication bearer) {
        List<TokenAlgorithm> algorithms =
                bearer.algorithms() == null ? Arrays.asList(TokenAlgorithm.values()) : bearer.algorithms();
        return new TokenRules(
                bearer.issuer(),
                Set.copyOf(bearer.audiences()),
                algorithms.stream().map(TokenAlgorithm::name).collect(Collectors.toSet()),
                Quantities.duration(bearer.clockSkew()));
    }

    private @Nullable TokenKeys keys(BearerAuthentication bearer) {
        String url = bearer.jwks().url();
        KeySetReference secret = bearer.jwks().keysSecretRef();
        if (secret != null) {
            Path file = find(secret.name(), secret.key(), PATH + ".keysSecretRef");
            return file == null ? null : read(file);
        }
        CaReference ca = bearer.jwks().caSecretRef();
        Path authorities = ca == null ? null : find(ca.name(), ca.key(), PATH + ".caSecretRef");
        if (url == null || !problems.isEmpty()) {
            return null;
        }
        var from = new FetchedKeys.From(URI.create(url), authorities);
        return present instanceof FetchedKeys same && same.from().equals(from)
                ? same
                : new FetchedKeys(from, context.clock(), context.meters());
    }

    private @Nullable TokenKeys read(Path file) {
        if (present instanceof KeysInFile same && same.file().equals(file)) {
            return same;
        }
        try {
            return KeysInFile.open(file);
        } catch (IOException e) {
            problems.add(Problem.at(
                    PATH + ".keysSecretRef",
                    "holds no keys that tokens could be verified with: " + e.getMessage(),
                    "put a JSON Web Key Set (RFC 7517) there"));
            return null;
        }
    }

    private @Nullable Path find(String secret, String key, String reference) {
        return switch (context.secrets().find(secret, key)) {
            case Secrets.Found found -> found.file();
            case Secrets.Missing missing -> {
                problems.add(Problem.at(reference, missing.message(), missing.advice()));
                yield null;
            }
        };
    }

    private ScopeRules scopes(WebAuthentication authentication) {
        return new ScopeRules(
                spec.routes().stream()
                        .map(route -> new ScopeRules.OfRoute(takes(route), needed(route.scopes())))
                        .toList(),
                needed(authentication.scopes()));
    }

    private static Predicate<String> takes(TopicRoute route) {
        List<Glob> globs = route.when().stream()
                .map(condition -> Glob.of(condition.topic()))
                .toList();
        return topic -> globs.stream().anyMatch(glob -> glob.matches(topic));
    }

    private static ScopeRules.Needed needed(@Nullable TopicScopes scopes) {
        return scopes == null
                ? new ScopeRules.Needed(null, null)
                : new ScopeRules.Needed(scopes.read(), scopes.write());
    }
}
