package dev.weir.operator.workload;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.HttpCache;
import dev.weir.api.KafkaCacheBinding;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class NamedSecretTest {
    private static final Path WHOLE = Path.of("src/test/resources/manifests/binding-whole/in-resource.yaml");
    private static final Path HTTP_CACHE =
            Path.of("src/test/resources/manifests/http-cache-on-volumes/in-resource.yaml");
    private static final Path LEAST = Path.of("src/test/resources/manifests/binding-least/in-resource.yaml");

    @Test
    void every_field_that_names_one_is_found() throws IOException {
        assertThat(NamedSecret.in(read(WHOLE).getSpec()))
                .containsExactlyInAnyOrder(
                        new NamedSecret("spec.upstreams[0].tls.caSecretRef", "kafka-ca", "authorities.pem"),
                        new NamedSecret("spec.upstreams[0].tls.clientCertificateSecretRef", "orders-tls", null),
                        new NamedSecret("spec.upstreams[0].sasl.secretRef", "kafka-user", null),
                        new NamedSecret("spec.listeners.kafka.tls.certificateSecretRef", "orders-tls", null),
                        new NamedSecret("spec.listeners.kafka.tls.clientCaSecretRef", "clients.shop.example", "ca.crt"),
                        new NamedSecret("spec.listeners.web.tls.certificateSecretRef", "orders-web-tls", null),
                        new NamedSecret(
                                "spec.listeners.web.authentication.bearer.jwks.caSecretRef", "login-ca", "ca.crt"));
    }

    @Test
    void every_field_of_an_http_cache_that_names_one_is_found() throws IOException {
        HttpCache cache = new KubernetesSerialization().unmarshal(Files.readString(HTTP_CACHE), HttpCache.class);

        assertThat(NamedSecret.in(cache.getSpec()))
                .containsExactlyInAnyOrder(
                        new NamedSecret("spec.routes[0].origin.tls.caSecretRef", "catalog-ca", "authorities.pem"),
                        new NamedSecret("spec.routes[0].origin.tls.clientCertificateSecretRef", "catalog-client", null),
                        new NamedSecret("spec.routes[1].origin.tls.caSecretRef", "catalog-ca", "ca.crt"),
                        new NamedSecret("spec.listeners.http.tls.certificateSecretRef", "catalog-tls", null),
                        new NamedSecret("spec.listeners.http.tls.clientCaSecretRef", "clients.shop.example", "ca.crt"),
                        new NamedSecret("spec.management.purge.tokenSecretRef", "catalog-purge", "token"));
    }

    @Test
    void a_document_may_name_none() throws IOException {
        assertThat(NamedSecret.in(read(LEAST).getSpec())).isEmpty();
    }

    @Test
    void a_label_of_that_name_names_none() throws IOException {
        String labelled = Files.readString(LEAST) + "  pod: {labels: {secretRef: none}}\n";

        assertThat(NamedSecret.in(read(labelled).getSpec())).isEmpty();
    }

    @Test
    void a_pod_is_known_by_its_name() {
        var names = new Names("orders");

        assertThat(names.ordinal("orders-0")).isZero();
        assertThat(names.ordinal("orders-12")).isEqualTo(12);
        assertThat(names.ordinal("orders-old-1")).isEqualTo(-1);
        assertThat(names.ordinal("another-1")).isEqualTo(-1);
    }

    private static KafkaCacheBinding read(Path file) throws IOException {
        return read(Files.readString(file));
    }

    private static KafkaCacheBinding read(String yaml) {
        return new KubernetesSerialization().unmarshal(yaml, KafkaCacheBinding.class);
    }
}
