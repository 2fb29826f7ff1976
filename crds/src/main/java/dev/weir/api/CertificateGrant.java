package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;

/** Scopes for the certificates with a subject. */
@Description("Grants scopes to certificates.")
public record CertificateGrant(
        @Description("The subject of the certificate as RFC 2253 writes it, or a glob that it matches.")
        @Format(Syntax.SUBJECT_GLOB)
        String subject,

        @Description("What it is granted.") @Size(min = 1, max = 64) @Distinct
        List<@Format(Syntax.SCOPE) String> scopes) {
    public CertificateGrant {
        scopes = Copies.of(scopes);
    }
}
