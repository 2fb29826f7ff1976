package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Size;
import java.util.List;

/** What clients may do by their certificates. */
@Description("What clients may do by their certificates.")
public record CertificateAuthentication(
        @Description("Who is granted which scopes; a client has those of every entry that its certificate matches.")
        @Size(min = 1, max = 256)
        List<CertificateGrant> grants) {
    public CertificateAuthentication {
        grants = Copies.of(grants);
    }
}
