package dev.weir.dataplane.workload;

import dev.weir.dataplane.net.tls.ServerTls;
import java.util.LinkedHashMap;
import java.util.Map;

/** What the management port tells of the certificate that a listener shows. */
public final class CertificateStatus {
    private CertificateStatus() {}

    /** JSON values. */
    public static Map<String, Object> of(ServerTls tls) {
        var told = new LinkedHashMap<String, Object>();
        told.put("subject", tls.certificate().getSubjectX500Principal().getName());
        told.put("expires", tls.certificate().getNotAfter().toInstant().toString());
        String problem = tls.problem();
        if (problem != null) {
            told.put("problem", problem);
        }
        return told;
    }
}
