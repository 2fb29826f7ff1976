package dev.weir.dataplane.kafka.web.access;

import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.http.policy.RequestHead;

/** Asks nobody who they are. */
record OpenAccess() implements Access {
    @Override
    public Permit authenticate(RequestHead head, Peer peer) {
        return Permit.UNLIMITED;
    }
}
