package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** How web clients write. */
@Description("How web clients write.")
public record WebProduce(
        @Description("Whether they may.") @Default("true") boolean enabled,

        @Description("Who must have a message before a client is told that it is written: every replica that is in "
                + "sync (all), or the leader alone (leader), which is sooner and may be lost with it.")
        @Default("all")
        Acknowledgement acks,

        @Description("How long a message may be, if its topic allows it. Never more than an eighth of the heap.")
        @Default(WebProduce.DEFAULT_MESSAGE_SIZE)
        @Format(Syntax.QUANTITY)
        String maxMessageSize) {
    static final String DEFAULT_MESSAGE_SIZE = "8Mi";
    static final WebProduce DEFAULT = new WebProduce(true, Acknowledgement.ALL, DEFAULT_MESSAGE_SIZE);

    public WebProduce {
        acks = acks == null ? Acknowledgement.ALL : acks;
        maxMessageSize = maxMessageSize == null ? DEFAULT_MESSAGE_SIZE : maxMessageSize;
    }
}
