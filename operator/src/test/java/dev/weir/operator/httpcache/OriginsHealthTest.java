package dev.weir.operator.httpcache;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.operator.acknowledgement.PodReport;
import dev.weir.operator.acknowledgement.PodReport.Silent;
import dev.weir.operator.acknowledgement.PodReport.Told;
import dev.weir.operator.conditions.Reason;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OriginsHealthTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String WELL = """
        {"routes": [{"name": "catalog", "servers": [{"url": "http://a", "reachable": true, "problem": null}]}]}\
        """;
    private static final String HALF = """
        {"routes": [{"name": "catalog", "servers": [
          {"url": "http://a", "reachable": false, "problem": "it refuses connections"},
          {"url": "http://b", "reachable": true, "problem": null}]}]}\
        """;
    private static final String LOST = """
        {"routes": [{"name": "catalog", "servers": [{"url": "http://a", "reachable": true}]},
                    {"name": "prices", "servers": [
          {"url": "http://b", "reachable": false, "problem": "it refuses connections"},
          {"url": "http://c", "reachable": false, "problem": null}]}]}\
        """;

    @Test
    void every_pod_reaches_every_server() throws IOException {
        assertThat(OriginsHealth.of(List.of(pod("catalog-0", true, WELL), pod("catalog-1", true, WELL))))
                .isEqualTo(Reason.ORIGINS_REACHABLE.because("Every ready pod reaches a server of every route."));
    }

    @Test
    void one_server_of_a_route_is_enough_and_the_others_are_told() throws IOException {
        assertThat(OriginsHealth.of(List.of(pod("catalog-0", true, WELL), pod("catalog-1", true, HALF))))
                .isEqualTo(Reason.ORIGINS_REACHABLE.because("Every ready pod reaches a server of every route, though"
                        + " catalog-1 not http://a of route catalog: it refuses connections."));
    }

    @Test
    void a_route_without_a_server_is_told_with_the_pod_and_what_is_wrong_with_each() throws IOException {
        assertThat(OriginsHealth.of(List.of(pod("catalog-0", true, HALF), pod("catalog-1", true, LOST))))
                .isEqualTo(
                        Reason.ORIGIN_LOST.because("catalog-1 reaches no server of route prices: http://b (it refuses"
                                + " connections), http://c (it tells no reason). What is cached is served meanwhile."));
    }

    @Test
    void a_pod_that_is_not_ready_does_not_count() throws IOException {
        assertThat(OriginsHealth.of(List.of(pod("catalog-0", true, WELL), pod("catalog-1", false, LOST)))
                        .reason())
                .isEqualTo(Reason.ORIGINS_REACHABLE);
        assertThat(OriginsHealth.of(List.of(pod("catalog-0", false, WELL))).reason())
                .isEqualTo(Reason.ORIGINS_NOT_TOLD);
    }

    @Test
    void a_pod_that_does_not_answer_tells_nothing() {
        assertThat(OriginsHealth.of(List.of(new PodReport("catalog-0", true, new Silent("no answer"))))
                        .reason())
                .isEqualTo(Reason.ORIGINS_NOT_TOLD);
    }

    private static PodReport pod(String name, boolean ready, String status) throws IOException {
        return new PodReport(name, ready, new Told("sha256:0a1b", null, JSON.readTree(status)));
    }
}
