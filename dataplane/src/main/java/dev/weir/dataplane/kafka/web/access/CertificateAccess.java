package dev.weir.dataplane.kafka.web.access;

import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.http.policy.RequestHead;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Lets those in whose connection has shown a certificate of an authority that the listener trusts.
 *
 * @param grants who has which scopes
 */
public record CertificateAccess(List<Grant> grants, ScopeRules rules, InstantSource clock) implements Access {
    /**
     * What some certificates are good for.
     *
     * @param subject whether it is for the one of this name, as RFC 2253 writes it
     */
    public record Grant(Predicate<String> subject, Set<String> scopes) {
        public Grant {
            scopes = Set.copyOf(scopes);
        }
    }

    public CertificateAccess {
        grants = List.copyOf(grants);
    }

    @Override
    public Permit authenticate(RequestHead head, Peer peer) throws Denied {
        X509Certificate certificate = peer.certificate();
        if (certificate == null) { // of a connection from before certificates were asked for
            throw Denied.badCertificate("a certificate is needed; connect anew with one");
        }
        Instant expires = certificate.getNotAfter().toInstant();
        if (!clock.instant().isBefore(expires)) {
            throw Denied.badCertificate("the certificate of this connection has expired; connect anew with another");
        }
        String subject = certificate.getSubjectX500Principal().getName();
        var scopes = new HashSet<String>();
        for (Grant grant : grants) {
            if (grant.subject().test(subject)) {
                scopes.addAll(grant.scopes());
            }
        }
        return Permit.byCertificate(subject, scopes, rules, expires, clock);
    }
}
