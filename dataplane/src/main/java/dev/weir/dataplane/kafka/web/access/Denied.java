package dev.weir.dataplane.kafka.web.access;

import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.kafka.web.answer.Problem;
import org.jspecify.annotations.Nullable;

/** Somebody is not let in, or may not do what they ask for. */
public final class Denied extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient FieldList fields;

    private Denied(Problem problem, FieldList fields) {
        super(problem.detail());
        this.problem = problem;
        this.fields = fields;
    }

    /** Nobody has shown who they are (RFC 6750 section 3.1: without an error code). */
    static Denied unknown() {
        return new Denied(
                Problem.unauthorized("show a token, with the field Authorization: Bearer TOKEN"),
                challenge(null, null, null));
    }

    static Denied ambiguous() {
        return new Denied(
                Problem.badRequest("there is more than one field Authorization"),
                challenge("invalid_request", null, null));
    }

    /** @param why what is wrong with it, as the end of a sentence that begins with the token */
    static Denied badToken(String why) {
        return new Denied(
                Problem.unauthorized("the token is not taken: " + why), challenge("invalid_token", why, null));
    }

    /** @param scope what would be needed, which whoever comes with a token is told in the challenge, too */
    static Denied withoutScope(Right right, String topic, String scope, boolean token) {
        Problem problem =
                Problem.forbidden("topic " + topic + " may not be " + right.done() + " without the scope " + scope);
        return new Denied(problem, token ? challenge("insufficient_scope", null, scope) : FieldList.EMPTY);
    }

    /** By a certificate that is not there, or not valid any more. There is no challenge for those. */
    static Denied badCertificate(String why) {
        return new Denied(Problem.forbidden(why), FieldList.EMPTY);
    }

    static Denied keysUnavailable(String why) {
        return new Denied(
                Problem.unavailable("the keys that tokens are verified with are not known: " + why),
                FieldList.of("Retry-After", "5"));
    }

    /** RFC 6750 section 3. */
    private static FieldList challenge(@Nullable String error, @Nullable String description, @Nullable String scope) {
        var challenge = new StringBuilder("Bearer realm=\"weir\"");
        parameter("error", error, challenge);
        parameter("error_description", description, challenge);
        parameter("scope", scope, challenge);
        return FieldList.of("WWW-Authenticate", challenge.toString());
    }

    private static void parameter(String name, @Nullable String value, StringBuilder challenge) {
        if (value != null) {
            String text = value.replaceAll("[^ !#-\\[\\]-~]", "?");
            challenge.append(", ").append(name).append("=\"").append(text).append('"');
        }
    }

    public Problem problem() {
        return problem;
    }

    /** What the answer says beside it. */
    public FieldList fields() {
        return fields;
    }
}
