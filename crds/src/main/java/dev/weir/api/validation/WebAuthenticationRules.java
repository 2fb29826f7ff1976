package dev.weir.api.validation;

import dev.weir.api.ClientAuthentication;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.Problem;
import dev.weir.api.Quantities;
import dev.weir.api.TokenKeys;
import dev.weir.api.TopicScopes;
import dev.weir.api.WebAuthentication;
import dev.weir.api.WebAuthenticationType;
import dev.weir.api.WebListener;
import dev.weir.api.schema.Syntax;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

final class WebAuthenticationRules {
    private static final String PATH = "spec.listeners.web.authentication";
    private static final Pattern ON_THIS_MACHINE =
            Pattern.compile("http://(localhost|127[.][0-9.]+|\\[::1\\])(:[0-9]+)?/.*");

    private static final Duration CLOCK_SKEW_MAX = Duration.ofHours(1);

    private final KafkaCacheBindingSpec spec;
    private final WebListener listener;
    private final WebAuthentication authentication;
    private final List<Problem> problems = new ArrayList<>();

    private WebAuthenticationRules(KafkaCacheBindingSpec spec) {
        this.spec = spec;
        this.listener = spec.listeners().web();
        this.authentication = listener.authentication();
    }

    static List<Problem> problems(KafkaCacheBindingSpec spec) {
        var rules = new WebAuthenticationRules(spec);
        rules.partsAreOfTheType();
        rules.certificatesAreAskedFor();
        rules.tokensAreVerifiedWithCare();
        rules.scopesAreSomebodys();
        return rules.problems;
    }

    private void partsAreOfTheType() {
        WebAuthenticationType type = authentication.type();
        if (type == WebAuthenticationType.BEARER && authentication.bearer() == null) {
            add(".bearer", "is missing, though type is bearer", "say whose tokens are taken");
        }
        if (type != WebAuthenticationType.BEARER && authentication.bearer() != null) {
            add(".bearer", "is of no use, as type is not bearer", "say type: bearer, or leave it out");
        }
        if (type != WebAuthenticationType.MTLS && authentication.mtls() != null) {
            add(".mtls", "is of no use, as type is not mtls", "say type: mtls, or leave it out");
        }
    }

    private void certificatesAreAskedFor() {
        boolean asked =
                listener.tls() != null && listener.tls().clientAuthentication() == ClientAuthentication.REQUIRED;
        if (authentication.type() == WebAuthenticationType.MTLS && !asked) {
            add(
                    ".type",
                    "is mtls, and no client is asked for a certificate",
                    "set spec.listeners.web.tls with clientAuthentication: required");
        }
    }

    private void tokensAreVerifiedWithCare() {
        if (authentication.bearer() == null) {
            return;
        }
        String skew = authentication.bearer().clockSkew();
        if (Syntax.DURATION.accepts(skew) && Quantities.duration(skew).compareTo(CLOCK_SKEW_MAX) > 0) {
            add(".bearer.clockSkew", "is more than an hour", "set the clocks, and allow for less");
        }
        TokenKeys keys = authentication.bearer().jwks();
        String url = keys.url();
        if ((url == null) == (keys.keysSecretRef() == null)) {
            add(
                    ".bearer.jwks",
                    url == null ? "says neither url nor keysSecretRef" : "says url and keysSecretRef",
                    "say one of them");
        }
        boolean encrypted = url != null && url.startsWith("https://");
        if (url != null
                && url.startsWith("http://")
                && !ON_THIS_MACHINE.matcher(url).matches()) {
            add(
                    ".bearer.jwks.url",
                    "is not encrypted, and who can change the keys can let anybody in",
                    "use https://; http:// is for servers on this machine");
        }
        if (keys.caSecretRef() != null && !encrypted) {
            add(".bearer.jwks.caSecretRef", "is of no use without a url of https", "leave it out, or set such a url");
        }
    }

    private void scopesAreSomebodys() {
        boolean granted = authentication.type() == WebAuthenticationType.BEARER || authentication.mtls() != null;
        scopes(authentication.scopes(), PATH + ".scopes", granted);
        for (int i = 0; i < spec.routes().size(); i++) {
            scopes(spec.routes().get(i).scopes(), "spec.routes[" + i + "].scopes", granted);
        }
    }

    private void scopes(@Nullable TopicScopes scopes, String path, boolean granted) {
        if (scopes == null) {
            return;
        }
        if (scopes.read() == null && scopes.write() == null) {
            problems.add(Problem.at(path, "says no scope", "say read, write or both"));
        } else if (authentication.type() == WebAuthenticationType.NONE) {
            problems.add(Problem.at(
                    path,
                    "is asked of nobody, as " + PATH + ".type is none",
                    "say type: bearer or mtls there, or leave the scopes out"));
        } else if (!granted) {
            problems.add(
                    Problem.at(path, "is granted to nobody", "say who has which scopes in " + PATH + ".mtls.grants"));
        }
    }

    private void add(String field, String message, String advice) {
        problems.add(Problem.at(PATH + field, message, advice));
    }
}
