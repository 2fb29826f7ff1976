package dev.weir.dataplane.kafka.upstream.connection;

import java.util.List;
import org.apache.kafka.clients.NodeApiVersions;
import org.apache.kafka.common.message.ApiVersionsRequestData;
import org.apache.kafka.common.message.ApiVersionsResponseData;
import org.apache.kafka.common.message.ApiVersionsResponseData.ApiVersion;
import org.apache.kafka.common.message.ResponseHeaderData;
import org.apache.kafka.common.network.NetworkReceive;
import org.apache.kafka.common.network.Send;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.SendBuilder;
import org.apache.kafka.common.requests.ApiVersionsResponse;
import org.apache.kafka.common.requests.RequestHeader;

/**
 * The first request on a connection: which versions does the broker speak? A broker that does not know the version of
 * this very question says so in version 0 and, if it is not very old, says which it knows (KIP-511).
 */
final class VersionCall implements Call {
    static final NodeApiVersions UNKNOWN = new NodeApiVersions(List.of(), List.of());

    /** Version 5 lets the broker send the client elsewhere, which is not wanted here. */
    private static final short NEWEST = 4;

    private final Connection connection;
    private final long deadline;
    private final short version;

    VersionCall(Connection connection, long deadline) {
        this(connection, deadline, NEWEST);
    }

    private VersionCall(Connection connection, long deadline, short version) {
        this.connection = connection;
        this.deadline = deadline;
        this.version = version;
    }

    @Override
    public long deadline() {
        return deadline;
    }

    @Override
    public Send encode(int correlationId, NodeApiVersions versions) {
        String implementation = VersionCall.class.getPackage().getImplementationVersion();
        var body = new ApiVersionsRequestData()
                .setClientSoftwareName("weir")
                .setClientSoftwareVersion(implementation == null ? "development" : implementation);
        var header = new RequestHeader(ApiKeys.API_VERSIONS, version, "weir", correlationId);
        return SendBuilder.buildRequestSend(header, body);
    }

    @Override
    public void received(NetworkReceive response) {
        ApiVersionsResponseData data;
        try {
            var readable = new ByteBufferAccessor(response.payload());
            new ResponseHeaderData(readable, ApiKeys.API_VERSIONS.responseHeaderVersion(version));
            data = ApiVersionsResponse.parse(readable, version).data();
        } finally {
            BrokerConnections.close(response);
        }
        if (data.errorCode() == Errors.UNSUPPORTED_VERSION.code() && version > 0) {
            ApiVersion known = data.apiKeys().find(ApiKeys.API_VERSIONS.id);
            short older = known == null ? 0 : (short) Math.clamp(known.maxVersion(), 0, version - 1);
            connection.renegotiate(new VersionCall(connection, deadline, older));
        } else if (data.errorCode() != Errors.NONE.code()) {
            throw new IllegalStateException(
                    "ApiVersions: " + Errors.forCode(data.errorCode()).message());
        } else {
            connection.negotiated(new NodeApiVersions(
                    data.apiKeys(), data.supportedFeatures(), data.finalizedFeatures(), data.finalizedFeaturesEpoch()));
        }
    }

    @Override
    public void failed(Failure failure) {
        // the connection is gone, and whoever waits for it is told so elsewhere
    }
}
