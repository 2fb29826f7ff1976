package dev.weir.api;

import dev.weir.api.schema.Description;

/** How the cache logs in to an upstream. */
@Description("Logs in to the brokers.")
public record UpstreamSasl(
        @Description("The mechanism that the brokers' listener asks for.")
        SaslMechanism mechanism,

        @Description("A Secret with username and password. For OAUTHBEARER: with token, which is read anew before it "
                + "expires; or with tokenEndpoint, clientId and clientSecret, and scope where one is needed.")
        SecretReference secretRef) {}
