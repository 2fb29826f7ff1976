package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which tokens are taken. */
@Description("Which tokens are taken: JSON Web Tokens that somebody signed, that are for here, and that are valid now.")
public record BearerAuthentication(
        @Description("Who issues them: their claim iss.") @Format(Syntax.TOKEN_TEXT)
        String issuer,

        @Description("Whom they are for: at least one of these is in their claim aud.")
        @Size(min = 1, max = 16)
        @Distinct
        List<@Format(Syntax.TOKEN_TEXT) String> audiences,

        @Description("The keys that their signatures are verified with.")
        TokenKeys jwks,

        @Description("How they may be signed; in any of these ways when absent.")
        @Nullable
        @Size(min = 1, max = 9)
        @Distinct
        List<TokenAlgorithm> algorithms,

        @Description("How far clocks may differ: for so long, an hour at most, a token is taken before and after it is"
                + " valid.")
        @Default(BearerAuthentication.DEFAULT_CLOCK_SKEW)
        @Format(Syntax.DURATION)
        String clockSkew) {
    static final String DEFAULT_CLOCK_SKEW = "30s";

    public BearerAuthentication {
        audiences = Copies.of(audiences);
        algorithms = algorithms == null ? null : List.copyOf(algorithms);
        clockSkew = clockSkew == null ? DEFAULT_CLOCK_SKEW : clockSkew;
    }
}
