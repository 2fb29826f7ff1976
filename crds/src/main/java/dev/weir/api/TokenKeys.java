package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** Where a JSON Web Key Set comes from. */
@Description("A JSON Web Key Set, from a URL or from a Secret.")
@Rule(value = "has(self.url) != has(self.keysSecretRef)", message = "say one of url and keysSecretRef")
@Rule(
        value = "!has(self.url) || self.url.startsWith('https://')"
                + " || self.url.matches('^http://(localhost|127[.][0-9.]+|[[]::1[]])(:[0-9]+)?/')",
        message = "url must begin with https://, or be on this machine: who can change the keys can let anybody in")
@Rule(
        value = "!has(self.caSecretRef) || (has(self.url) && self.url.startsWith('https://'))",
        message = "caSecretRef is of no use without a url that begins with https://")
public record TokenKeys(
        @Description("Asked at the start, every five minutes, and for a key that is not known yet.")
        @Nullable
        @Format(Syntax.HTTP_URL)
        String url,

        @Description("The authorities that vouch for the server of the URL; those that Java knows when absent.")
        @Nullable
        CaReference caSecretRef,

        @Description("A Secret that holds the keys; read anew when it changes.") @Nullable
        KeySetReference keysSecretRef) {}
