package dev.weir.dataplane.http.proxy;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.field.FieldName;
import dev.weir.dataplane.http.policy.field.ListValue;
import dev.weir.dataplane.net.Splice;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/** Connections that become something else than HTTP, such as WebSocket, and are passed through from then on. */
final class Upgrade {
    private static final String FIELD = "upgrade";

    private Upgrade() {}

    /** The protocol that a client wants to switch to, null if none (RFC 9110 section 7.8). */
    static @Nullable String wantedBy(ClientExchange client) {
        RequestHead request = client.head();
        String wanted = request.fields().combined(FIELD);
        // h2c is spoken by prior knowledge alone; its upgrade is obsolete (RFC 9113 section 3.1)
        if (wanted == null
                || wanted.equalsIgnoreCase("h2c")
                || !client.peer().protocol().equals("HTTP/1.1")
                || !request.isGet()) {
            return null;
        }
        boolean listed = ListValue.members(request.fields().all(FieldName.CONNECTION)).stream()
                .anyMatch(FIELD::equalsIgnoreCase);
        return listed ? wanted : null;
    }

    static void join(Responder response, ResponseHead head, Channel origin) {
        FieldList fields = FieldList.filtered(
                head.fields(), name -> !name.equals(FieldName.CONNECTION) && !name.equals("keep-alive"));
        Splice.join(response.upgrade(fields.plus("Connection", "Upgrade")), origin);
    }
}
