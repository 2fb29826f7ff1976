package dev.weir.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Secrets that a document names: missing, incomplete, rotated, and out of the operator's sight. */
@RequiresApiServer(ApiServer.CONTROL)
class SecretsTest {

    @Test
    void a_secret_that_is_missing_at_first_is_told_and_can_come_later() throws IOException {
        try (var site = new Site()) {
            site.apply(withAuthorities());

            assertThat(site.awaitCondition("orders", "ResolvedRefs", "SecretMissing")
                            .message())
                    .isEqualTo("There is no Secret kafka-ca, which spec.upstreams[0].tls.caSecretRef names."
                            + " Create it, or name another.");
            await().atMost(Site.PATIENCE)
                    .untilAsserted(
                            () -> assertThat(site.pods().secrets("orders-0")).containsEntry("kafka-ca", Map.of()));

            site.secret("kafka-ca", Map.of("authorities.pem", "the first"));

            site.awaitCondition("orders", "ResolvedRefs", "Resolved");
            site.awaitCondition("orders", "Ready", "Ready");
            awaitSeen(site, "the first");
        }
    }

    @Test
    void a_change_that_names_a_secret_which_is_missing_does_not_replace_what_runs() throws IOException {
        try (var site = new Site()) {
            site.applySample("orders.yaml");
            site.awaitCondition("orders", "Ready", "Ready");
            String revision = revision(site);
            String document = document(site);

            site.apply(withAuthorities());

            site.awaitCondition("orders", "ResolvedRefs", "SecretMissing");
            assertThat(site.awaitCondition("orders", "Programmed", "NotWritten").message())
                    .contains("There is no Secret kafka-ca", "what runs goes on as it is");
            site.awaitCondition("orders", "Ready", "NotProgrammed");

            site.secret("kafka-ca", Map.of("ca.crt", "under another name"));

            await().atMost(Site.PATIENCE)
                    .untilAsserted(() -> assertThat(site.awaitCondition("orders", "ResolvedRefs", "SecretMissing")
                                    .message())
                            .contains("The Secret kafka-ca has no key authorities.pem"));
            assertThat(document(site)).isEqualTo(document);
            assertThat(revision(site)).isEqualTo(revision);

            site.secret("kafka-ca", Map.of("authorities.pem", "the first"));

            site.awaitCondition("orders", "Ready", "Ready");
            awaitSeen(site, "the first");
        }
    }

    @Test
    void a_rotated_secret_reaches_every_pod_without_a_restart() throws IOException {
        try (var site = new Site()) {
            site.secret("kafka-ca", Map.of("authorities.pem", "the first"));
            site.apply(withAuthorities());
            site.awaitCondition("orders", "Ready", "Ready");
            awaitSeen(site, "the first");
            String pod = site.get(Pod.class, "orders-0").getMetadata().getUid();
            String revision = revision(site);

            site.secret("kafka-ca", Map.of("authorities.pem", "the second"));

            awaitSeen(site, "the second");
            assertThat(site.get(Pod.class, "orders-0").getMetadata().getUid()).isEqualTo(pod);
            assertThat(revision(site)).isEqualTo(revision);
            assertThat(site.get(Pod.class, "orders-0")
                            .getMetadata()
                            .getAnnotations()
                            .values())
                    .noneMatch(value -> value.contains("the second"));
        }
    }

    @Test
    void a_changed_secret_that_pods_cannot_use_is_told_while_they_serve_with_the_former_one() throws IOException {
        try (var site = new Site()) {
            site.secret("kafka-ca", Map.of("authorities.pem", "the first"));
            site.apply(withAuthorities());
            site.awaitCondition("orders", "Ready", "Ready");
            site.awaitCondition("orders", "ResolvedRefs", "Resolved");

            site.pods()
                    .tell(told(", \"secretsProblem\": \"secret kafka-ca, key authorities.pem holds no certificate\""));

            assertThat(site.awaitCondition("orders", "ResolvedRefs", "SecretUnusable")
                            .message())
                    .contains("orders-0", "upstream main", "kafka-ca, key authorities.pem holds no certificate");
            site.awaitCondition("orders", "Ready", "Ready");

            site.pods().tell(told(""));

            site.awaitCondition("orders", "ResolvedRefs", "Resolved");
        }
    }

    @Test
    void a_secret_that_images_are_pulled_with_is_missed_and_not_given_to_pods() throws IOException {
        try (var site = new Site()) {
            site.apply(Files.readString(Site.SAMPLES.resolve("orders.yaml"))
                    + "\n  pod:\n    imagePullSecrets: [{name: registry}]\n");

            assertThat(site.awaitCondition("orders", "ResolvedRefs", "PullSecretMissing")
                            .message())
                    .isEqualTo("There is no Secret registry, which spec.pod.imagePullSecrets[0] names:"
                            + " nodes pull the image without it, if they can. Create it, or name another.");
            site.awaitCondition("orders", "Ready", "Ready");

            site.secret("registry", Map.of(".dockerconfigjson", "{}"));

            site.awaitCondition("orders", "ResolvedRefs", "Resolved");
            assertThat(site.pods().secrets("orders-0")).doesNotContainKey("registry");
        }
    }

    private static String told(String more) {
        return "{\"upstreams\": [{\"name\": \"main\", \"connected\": true" + more + "}]}";
    }

    @Test
    void no_secret_is_looked_at_that_no_resource_names() throws IOException {
        try (var site = new Site()) {
            site.secret("kafka-ca", Map.of("authorities.pem", "the first"));
            site.secret("of-somebody-else", Map.of("password", "hidden"));
            site.apply(withAuthorities());
            site.awaitCondition("orders", "Ready", "Ready");

            List<String> asked = site.operator().asked().stream()
                    .filter(request -> request.contains("/secrets"))
                    .toList();
            assertThat(asked)
                    .isNotEmpty()
                    .allSatisfy(request -> assertThat(request).contains("fieldSelector=metadata.name=kafka-ca"));
        }
    }

    @Test
    void an_operator_that_may_not_watch_secrets_does_everything_else() throws IOException {
        try (var refusals = new Refusals(403, "Forbidden");
                var site = new Site(refusals)) {
            refusals.refuse(Integer.MAX_VALUE, request -> request.contains("/secrets"));

            site.apply(withAuthorities());

            assertThat(site.awaitCondition("orders", "ResolvedRefs", "NotChecked")
                            .message())
                    .contains("The operator may not watch Secrets", "kafka-ca");
            site.awaitCondition("orders", "Ready", "Ready");
        }
    }

    private static void awaitSeen(Site site, String authorities) {
        String encoded = Base64.getEncoder().encodeToString(authorities.getBytes(StandardCharsets.UTF_8));
        await().atMost(Site.PATIENCE)
                .untilAsserted(() -> assertThat(site.pods().secrets("orders-0").get("kafka-ca"))
                        .containsEntry("authorities.pem", encoded));
    }

    private static String revision(Site site) {
        return site.get(StatefulSet.class, "orders").getStatus().getUpdateRevision();
    }

    private static String document(Site site) {
        return Objects.requireNonNull(
                site.get(ConfigMap.class, "orders-document").getData().get("document.yaml"));
    }

    private static String withAuthorities() throws IOException {
        return Files.readString(Site.SAMPLES.resolve("orders.yaml"))
                .replace(
                        "    - name: main",
                        "    - name: main\n      tls: {caSecretRef: {name: kafka-ca, key: authorities.pem}}");
    }
}
