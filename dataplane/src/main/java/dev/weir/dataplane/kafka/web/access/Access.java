package dev.weir.dataplane.kafka.web.access;

import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.http.policy.RequestHead;

/** Tells who may come. */
public sealed interface Access permits OpenAccess, BearerAccess, CertificateAccess {
    /** Everybody, for everything. */
    Access OPEN = new OpenAccess();

    /**
     * Finds out who asks, and what they may do. May wait for keys.
     *
     * @throws Denied when they are not let in at all
     */
    Permit authenticate(RequestHead head, Peer peer) throws Denied;
}
