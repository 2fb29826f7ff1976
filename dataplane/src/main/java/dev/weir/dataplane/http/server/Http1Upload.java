package dev.weir.dataplane.http.server;

import dev.weir.dataplane.http.message.Upload;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** The content of a request of HTTP/1. What nobody takes waits in its connection, which is then not read any more. */
final class Http1Upload implements Upload {
    private final Http1Connection connection;
    private final Http1Request request;
    private final Http1Body body;
    private @Nullable Receiver receiver;
    private boolean flowing = true;
    private boolean passedOver;
    private boolean ended;

    Http1Upload(Http1Connection connection, Http1Request request, Limits limits) {
        this.connection = connection;
        this.request = request;
        this.body =
                request.length() == UNKNOWN ? new Http1Body.Chunked(limits) : new Http1Body.Counted(request.length());
    }

    @Override
    public long length() {
        return request.length();
    }

    @Override
    public void start(Receiver taking) {
        if (ended || passedOver) {
            taking.broken("the request has been answered");
            return;
        }
        receiver = taking;
        if (request.expectsContinue()) {
            connection.sendContinue();
        }
        connection.proceed();
    }

    @Override
    public void flow(boolean on) {
        flowing = on;
        if (on) {
            connection.proceed();
        }
    }

    /** Takes what there is; false when it can take nothing now. */
    boolean receive(ByteBuf in) throws Rejected {
        if (!isWanted()) {
            return false;
        }
        if (!body.isComplete()) {
            ByteBuf piece = body.next(in);
            if (piece != null) {
                deliver(piece);
                return true;
            }
            if (!body.isComplete()) {
                return false;
            }
        }
        end();
        return true;
    }

    /** Whether what the client sends is being taken. */
    boolean isWanted() {
        return !ended && (passedOver || (receiver != null && flowing));
    }

    /** Whether all of it has come. */
    boolean isComplete() {
        return body.isComplete();
    }

    boolean isStarted() {
        return receiver != null;
    }

    /** Whether it is cheaper to read the rest than to make the client connect anew. */
    boolean canBePassedOver(int bytesMax) {
        boolean mayNotCome = request.expectsContinue() && receiver == null;
        return isComplete() || (!mayNotCome && body.remaining() <= bytesMax);
    }

    /** The request is answered: nobody wants the rest. */
    void passOver() {
        passedOver = true;
        breakOff("the request was answered before all of its content came");
    }

    /** Nothing more will come. */
    void breakOff(String why) {
        Receiver told = receiver;
        receiver = null;
        if (told != null && !ended) {
            told.broken(why);
        }
    }

    private void deliver(ByteBuf piece) {
        connection.moved();
        Receiver taking = receiver;
        if (taking == null) {
            piece.release();
        } else {
            taking.content(piece);
        }
    }

    private void end() {
        ended = true;
        Receiver taking = receiver;
        if (taking != null) {
            taking.end(body.trailers());
        }
        connection.received();
    }
}
