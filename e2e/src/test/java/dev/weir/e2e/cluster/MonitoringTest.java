package dev.weir.e2e.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.weir.e2e.cache.client.Ledger;
import dev.weir.e2e.cache.client.RunningReader;
import dev.weir.e2e.cache.client.Workload;
import dev.weir.e2e.host.ProjectFolder;
import dev.weir.e2e.host.RequiresProgram;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A real Prometheus, led by what is shipped, sees what alerts and dashboards ask for. */
@RequiresCluster
@RequiresProgram("prometheus")
@Timeout(1800)
class MonitoringTest {
    private static final String TOPIC = "orders";
    private static final int PARTITIONS = 3;
    private static final String SITE = "catalog";

    private static final List<AutoCloseable> opened = new ArrayList<>();
    private static Operator operator;
    private static Shop shop;
    private static Discovery discovery;

    /** Both kinds, with clients; and the objects of the page, in a cluster that takes them. */
    @BeforeAll
    static void install() throws IOException {
        open(PodMonitors.served(open(new Kubectl(ClusterChoice.cluster()))));
        operator = open(Operator.install(Installation.KUSTOMIZE));
        operator.kubectl().run("apply", "--server-side", "-k", Monitoring.FOLDER.toString());
        shop = open(Shop.open(operator, 1));
        shop.kafka().createTopic(TOPIC, PARTITIONS, Map.of());
        ApiProxy api = open(ApiProxy.open(operator.cluster()));
        discovery = new Discovery(operator.client(), api);
        Website website = open(Website.start(operator.cluster().hostAddress()));
        shop.apply(shop.orders());
        shop.apply(catalog(website.url()));
        shop.awaitTrue("Ready");
        shop.kubectl("wait", "--for=condition=Ready", "--timeout=300s", "httpcache/" + SITE);

        website.browse(api.pod(shop.namespace(), SITE + "-0", 8080));
        open(new Workload("writer", TOPIC, PARTITIONS, new Ledger(), 1).plain(shop.cache()));
        open(RunningReader.subscribe(
                shop.cache(), Set.of(TOPIC), Map.of("group.id", "readers", "group.protocol", "classic")));
    }

    @AfterAll
    static void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private static <T extends AutoCloseable> T open(T each) {
        opened.add(each);
        return each;
    }

    @ParameterizedTest
    @EnumSource
    void every_query_of_the_dashboards_is_answered_and_every_rule_is_evaluated(Monitoring monitoring) {
        try (Prometheus prometheus = monitoring.start(operator.kubectl(), discovery)) {
            List<Dashboard> dashboards = monitoring.dashboards(operator.kubectl());
            assertThat(dashboards).hasSize(3);
            for (Dashboard dashboard : dashboards) {
                await("answers to " + dashboard).atMost(Shop.PATIENCE).untilAsserted(() -> {
                    var variables = dashboard.variables(prometheus, wanted());
                    assertThat(dashboard.queries(variables))
                            .isNotEmpty()
                            .filteredOn(query -> !prometheus.answers(query) && canBeAnswered(query))
                            .as("without an answer")
                            .isEmpty();
                });
            }
            assertThat(prometheus.rules("rules.yaml"))
                    .isNotEmpty()
                    .allMatch(rule -> rule.path("health").asText().equals("ok"), "is evaluated without an error");
        }
    }

    /** With the patience of the alerts taken away: five minutes would be long to wait here. */
    @Test
    void an_upstream_that_is_lost_raises_the_alert_that_says_so() {
        try (Prometheus prometheus = Monitoring.FILES.start(operator.kubectl(), discovery)) {
            await("all is well")
                    .atMost(Shop.PATIENCE)
                    .until(() -> prometheus.answers("weir_kafka_upstream_connected == 1"));

            shop.kafka().broker(1).kill();

            await("the alert")
                    .atMost(Shop.PATIENCE)
                    .untilAsserted(() -> assertThat(firing(prometheus))
                            .contains("WeirUpstreamLost: A pod of orders is not connected to its upstream main."));
            shop.kafka().broker(1).start();
            await("no alert")
                    .atMost(Shop.PATIENCE)
                    .untilAsserted(() ->
                            assertThat(firing(prometheus)).noneMatch(alert -> alert.startsWith("WeirUpstreamLost")));
        }
    }

    /** Kubelets measure volumes, but not those that are plain folders of the node, as some clusters have them. */
    private static boolean canBeAnswered(String query) {
        return !query.contains("kubelet_volume_stats_")
                || shop.client().persistentVolumes().list().getItems().stream()
                        .noneMatch(volume -> volume.getSpec().getHostPath() != null);
    }

    private static Set<String> wanted() {
        return Set.of(Installation.NAMESPACE, shop.namespace(), Shop.BINDING, SITE);
    }

    /** Names and summaries. */
    private static List<String> firing(Prometheus prometheus) {
        return prometheus.rules("soon.yaml").stream()
                .flatMap(rule -> rule.path("alerts").valueStream())
                .filter(alert -> alert.path("state").asText().equals("firing"))
                .map(alert -> alert.at("/labels/alertname").asText() + ": "
                        + alert.at("/annotations/summary").asText())
                .toList();
    }

    /** The sample, with an origin on this machine. */
    private static JsonNode catalog(String origin) throws IOException {
        JsonNode document = new YAMLMapper()
                .readTree(ProjectFolder.root()
                        .resolve("deploy/samples/catalog.yaml")
                        .toFile());
        ((ObjectNode) document.at("/spec/routes/0/origin")).putArray("urls").add(origin);
        return document;
    }
}
