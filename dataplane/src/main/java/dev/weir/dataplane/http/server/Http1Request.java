package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.RequestHead;

/**
 * A request of HTTP/1, well-formed.
 *
 * @param http10 whether it is HTTP/1.0, or else 1.1
 * @param keepAlive whether the client takes further answers on this connection
 * @param length of its content; {@link Upload#UNKNOWN} when it is chunked
 * @param expectsContinue whether the client waits for 100 (Continue) before it sends the content
 */
record Http1Request(RequestHead head, boolean http10, boolean keepAlive, long length, boolean expectsContinue) {
    boolean isHead() {
        return head.method().equals("HEAD");
    }
}
