package dev.weir.dataplane.http.origin;

import dev.weir.dataplane.http.policy.ResponseHead;
import dev.weir.dataplane.http.policy.field.Fields;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/** What comes back; called on the loop of the request. It ends with exactly one of end, failed and switched. */
public interface OriginAnswer {
    /** 102, 103 and their like, not 100. */
    void informational(ResponseHead head);

    /**
     * The final head, with all fields as received.
     *
     * @param requestMillis when the request was sent that this answers
     * @param length of the content, {@link dev.weir.dataplane.http.message.Upload#UNKNOWN} when its end will tell
     */
    void head(ResponseHead head, long requestMillis, long length);

    /** Takes over the buffer. */
    void content(ByteBuf bytes);

    /** It came whole, as its framing tells. */
    void end(Fields trailers);

    /** No answer, or one that broke off. */
    void failed(OriginFailure failure);

    /** The origin switched protocols (101): the connection is the receiver's, its reading stopped. */
    void switched(ResponseHead head, Channel connection);
}
