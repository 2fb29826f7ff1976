package dev.weir.e2e.cache.secure;

import java.util.Map;
import java.util.stream.Stream;

/**
 * What is easily got wrong about an upstream.
 *
 * @param told what is said to be wrong
 * @param advice what is said to help
 * @param mended the upstream without the mistake
 */
record Mistake(String name, Target upstream, String told, String advice, Target mended) {
    private static final String PLAIN = "PLAINTEXT";
    private static final Map<String, Object> NOTHING = Map.of();
    private static final Map<String, Object> TLS = Map.of("tls", Map.of("caSecretRef", Map.of("name", "kafka-ca")));
    private static final Map<String, Object> TLS_TO_ANYBODY =
            Map.of("tls", Map.of("caSecretRef", Map.of("name", "kafka-ca"), "hostnameVerification", false));

    /**
     * Where to connect, and how.
     *
     * @param fields of a binding's upstream
     */
    record Target(String listener, Map<String, Object> fields) {}

    static Stream<Mistake> all() {
        String notValid = "certificate is not valid today";
        String otherName = "certificate is for another host name";
        String closed = "closed the connection before it answered";
        String ended = "the broker ended the TLS handshake";
        String refused = "the broker refused the login";
        String settings = "what the upstream's tls and sasl say";
        return Stream.of(
                new Mistake(
                        "an expired certificate",
                        new Target(SecureBroker.EXPIRED, TLS),
                        notValid,
                        "renew it",
                        new Target(SecureBroker.TLS, TLS)),
                new Mistake(
                        "another host name",
                        new Target(SecureBroker.ELSEWHERE, TLS),
                        otherName,
                        "tls.hostnameVerification",
                        new Target(SecureBroker.ELSEWHERE, TLS_TO_ANYBODY)),
                new Mistake(
                        "TLS to a plain port", new Target(PLAIN, TLS), closed, settings, new Target(PLAIN, NOTHING)),
                new Mistake(
                        "plain to a TLS port",
                        new Target(SecureBroker.TLS, NOTHING),
                        closed,
                        settings,
                        new Target(SecureBroker.TLS, TLS)),
                new Mistake(
                        "a login where none is asked for",
                        new Target(PLAIN, Map.of("sasl", Way.PLAIN.sasl())),
                        refused,
                        "sasl",
                        new Target(PLAIN, NOTHING)),
                new Mistake(
                        "no login where one is asked for",
                        new Target(SecureBroker.SASL, TLS),
                        closed,
                        settings,
                        new Target(SecureBroker.SASL, Way.PLAIN.upstream())),
                new Mistake(
                        "no client certificate",
                        new Target(SecureBroker.MUTUAL_TLS, TLS),
                        ended,
                        "tls.clientCertificateSecretRef",
                        new Target(SecureBroker.MUTUAL_TLS, Way.MUTUAL_TLS.upstream())));
    }

    @Override
    public String toString() {
        return name;
    }
}
