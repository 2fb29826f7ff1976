package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.ClientExchange;
import dev.weir.dataplane.http.message.Peer;
import dev.weir.dataplane.http.message.Responder;
import dev.weir.dataplane.http.message.Upload;
import dev.weir.dataplane.http.policy.RequestHead;
import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/** A request of HTTP/1 and its answer. A connection has one at a time. */
final class Http1Exchange implements ClientExchange {
    private final Http1Connection connection;
    private final Http1Request request;
    private final @Nullable Http1Upload upload;
    private final Http1Responder responder;

    Http1Exchange(Http1Connection connection, Http1Request request, Serving serving, Output output) {
        this.connection = connection;
        this.request = request;
        this.upload = request.length() == 0 ? null : new Http1Upload(connection, request, serving.limits());
        this.responder = new Http1Responder(this, connection, output, serving);
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public RequestHead head() {
        return request.head();
    }

    @Override
    public Peer peer() {
        return connection.peer(request.http10());
    }

    @Override
    public Upload content() {
        return upload == null ? NoUpload.NONE : upload;
    }

    @Override
    public Responder response() {
        return responder;
    }

    Http1Request request() {
        return request;
    }

    Http1Responder responder() {
        return responder;
    }

    @Nullable
    Http1Upload upload() {
        return upload;
    }

    boolean isReceived() {
        return upload == null || upload.isComplete();
    }

    /** The client is not there any more. */
    void left() {
        responder.left();
        if (upload != null) {
            upload.breakOff("the client left");
        }
    }
}
