package dev.weir.dataplane.kafka.upstream.security;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.config.internals.BrokerSecurityConfigs;

/**
 * Kafka fetches tokens only from where a system property allows it to, so that nobody who may configure a client can
 * make a server read its files. Here it is the operator of this process who names the endpoints, in secrets.
 */
final class TokenEndpoints {
    private static final String PROPERTY = BrokerSecurityConfigs.ALLOWED_SASL_OAUTHBEARER_URLS_CONFIG;

    private TokenEndpoints() {}

    static synchronized void allow(String url) {
        Set<String> allowed =
                new TreeSet<>(Set.of(System.getProperty(PROPERTY, "").split(",", -1)));
        allowed.remove("");
        if (allowed.add(url)) {
            System.setProperty(PROPERTY, String.join(",", allowed));
        }
    }
}
