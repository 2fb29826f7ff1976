package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Range;
import dev.weir.api.schema.Rule;
import org.jspecify.annotations.Nullable;

/** Serves the cached topics to web clients over HTTP. */
@Description("Serves the cached topics to web clients over HTTP.")
@Rule(
        value = "self.authentication.type != 'mtls' || (has(self.tls) && self.tls.clientAuthentication == 'required')",
        message = "authentication by mtls needs tls with clientAuthentication: required")
public record WebListener(
        @Description("The port to listen on.") @Default("" + WebListener.DEFAULT_PORT) @Range(min = 1, max = 65535)
        int port,

        @Description("How connections are encrypted; they are not when absent.") @Nullable
        ListenerTls tls,

        @Description("Who may come, and for what; everybody, for everything, when absent.") @Default("{}")
        WebAuthentication authentication,

        @Description("Which web pages of other origins may read and write. Without it none may.") @Nullable
        Cors cors,

        @Description("How web clients write.") @Default("{}")
        WebProduce produce) {
    public static final int DEFAULT_PORT = 8080;
    static final WebListener DEFAULT =
            new WebListener(DEFAULT_PORT, null, WebAuthentication.NONE, null, WebProduce.DEFAULT);

    public WebListener {
        authentication = authentication == null ? WebAuthentication.NONE : authentication;
        produce = produce == null ? WebProduce.DEFAULT : produce;
    }
}
