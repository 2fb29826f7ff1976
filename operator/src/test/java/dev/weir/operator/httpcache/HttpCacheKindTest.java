package dev.weir.operator.httpcache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.weir.api.HttpCache;
import dev.weir.api.HttpCacheEndpoints;
import dev.weir.operator.conditions.Conditions;
import dev.weir.operator.reconciliation.Observed;
import dev.weir.operator.workload.Manifests;
import dev.weir.operator.workload.Platform;
import dev.weir.operator.workload.PodSettings;
import dev.weir.operator.workload.Workload;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HttpCacheKindTest {
    private static final Path WHOLE = Path.of("src/test/resources/manifests/http-cache-on-volumes/in-resource.yaml");
    private static final HttpCacheKind KIND = new HttpCacheKind();

    @ParameterizedTest
    @MethodSource
    void what_pods_take_up_while_they_run_does_not_replace_them(String from, String to) throws IOException {
        Workload after = workload(text().replace(from, to));

        assertThat(set(after)).isEqualTo(set(workload(text())));
        assertThat(after.document().problems()).isEmpty();
        assertThat(after.document()).isNotEqualTo(workload(text()).document());
    }

    static Stream<Arguments> what_pods_take_up_while_they_run_does_not_replace_them() {
        return Stream.of(
                arguments("maxItems: 1000,", "staleIfError: 1h, maxItems: 1000,"),
                arguments("/v1/prices/**", "/v2/prices/**"),
                arguments("prices-1.shop.svc", "prices-2.shop.svc"),
                arguments("maxSize: 1Gi", "maxSize: 1Gi\n    maxObjectSize: 1Mi"),
                arguments("limits: {", "limits: {connections: 17, requestBodyBytes: 1Mi, idleTimeout: 5s, "),
                arguments("limits:", "telemetry: {labels: {team: shop}, accessLog: {enabled: true}}\n  limits:"),
                arguments("port: 8443", "port: 8443\n      proxyProtocol: true\n      http2: false"),
                arguments("clientAuthentication: required", "clientAuthentication: none"));
    }

    @ParameterizedTest
    @MethodSource
    void what_pods_are_made_for_replaces_them(String from, String to) throws IOException {
        assertThat(set(workload(text().replace(from, to)))).isNotEqualTo(set(workload(text())));
    }

    static Stream<Arguments> what_pods_are_made_for_replaces_them() {
        return Stream.of(
                arguments("port: 8443", "port: 8444"),
                arguments("maxSize: 1Gi", "maxSize: 2Gi"),
                arguments("maxSize: 128Mi", "maxSize: 512Mi"),
                arguments("bufferedBytes: 256Mi", "bufferedBytes: 512Mi"),
                arguments("size: 20Gi", "size: 40Gi"),
                arguments("limits:", "pod: {image: another}\n  limits:"));
    }

    @Test
    void an_encrypted_listener_has_an_endpoint_of_https() throws IOException {
        HttpCache cache = read(text());
        var observed = new Observed(1, new Conditions(List.of()), "", null, List.of());

        assertThat(KIND.withStatus(cache, observed).getStatus().endpoints())
                .isEqualTo(new HttpCacheEndpoints("https://catalog.shop.svc:8443"));
    }

    private static StatefulSet set(Workload workload) {
        var settings = new PodSettings("weir/dataplane:1", 9100, "weir-system");
        List<HasMetadata> objects = Manifests.of(workload, settings, new Platform(true, true, true));
        return (StatefulSet) objects.stream()
                .filter(StatefulSet.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private static Workload workload(String yaml) {
        return KIND.workload(read(yaml));
    }

    private static HttpCache read(String yaml) {
        return new KubernetesSerialization().unmarshal(yaml, HttpCache.class);
    }

    private static String text() throws IOException {
        return Files.readString(WHOLE);
    }
}
