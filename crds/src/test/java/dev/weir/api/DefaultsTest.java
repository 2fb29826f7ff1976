package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.document.DocumentReader;
import dev.weir.api.document.DocumentSet;
import dev.weir.api.document.SourceFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DefaultsTest {
    @Test
    void what_a_binding_does_not_say_is_what_the_records_say() {
        assertThat(read("""
            apiVersion: weir.dev/v1alpha1
            kind: KafkaCacheBinding
            metadata: {name: orders}
            spec: {upstreams: [{name: main, bootstrapServers: [kafka:9092]}], exit: main}
            """).bindings().getFirst().spec())
                .isEqualTo(new KafkaCacheBindingSpec(
                        1,
                        1,
                        List.of(new Upstream("main", List.of("kafka:9092"), null, null, null, Map.of())),
                        List.of(),
                        "main",
                        List.of(),
                        List.of(),
                        KafkaListeners.DEFAULT,
                        KafkaLimits.DEFAULT,
                        Storage.DEFAULT,
                        KafkaTelemetry.NONE,
                        PodOptions.NONE));
    }

    @Test
    void what_the_parts_of_a_binding_do_not_say_is_what_the_records_say() {
        KafkaCacheBindingSpec spec = read("""
            apiVersion: weir.dev/v1alpha1
            kind: KafkaCacheBinding
            metadata: {name: orders}
            spec:
              upstreams: [{name: main, bootstrapServers: [kafka:9092], tls: {caSecretRef: {name: ca}}}]
              exit: main
              topics: [{name: orders}]
            """).bindings().getFirst().spec();

        assertThat(spec.upstreams().getFirst().tls())
                .isEqualTo(new UpstreamTls(new CaReference("ca", CaReference.DEFAULT_KEY), null, true));
        assertThat(spec.topics())
                .containsExactly(new TopicOptions("orders", DefaultOffset.HISTORICAL, null, true, null));
    }

    @Test
    void what_an_http_cache_does_not_say_is_what_the_records_say() {
        assertThat(read("""
            apiVersion: weir.dev/v1alpha1
            kind: HttpCache
            metadata: {name: catalog}
            spec: {routes: [{name: all, when: [{path: /**}], origin: {urls: [http://catalog]}}]}
            """).httpCaches().getFirst().spec())
                .isEqualTo(new HttpCacheSpec(
                        1,
                        List.of(new HttpRoute(
                                "all",
                                List.of(new HttpCondition(null, "/**", List.of())),
                                new Origin(
                                        List.of("http://catalog"),
                                        null,
                                        OriginHost.ORIGIN,
                                        OriginTimeouts.DEFAULT,
                                        1,
                                        Origin.DEFAULT_CONNECTIONS,
                                        null,
                                        OriginProtocol.HTTP1),
                                RouteCache.DEFAULT)),
                        HttpListeners.DEFAULT,
                        HttpStore.DEFAULT,
                        HttpManagement.NONE,
                        HttpLimits.DEFAULT,
                        HttpTelemetry.NONE,
                        PodOptions.NONE));
    }

    private static DocumentSet read(String yaml) {
        return DocumentReader.read(List.of(new SourceFile("document.yaml", yaml)));
    }
}
