package dev.weir.operator.httpcache;

import dev.weir.api.HttpCache;
import dev.weir.operator.workload.GoldenManifests;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HttpCacheManifestsTest {

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_resource_becomes_these_objects(String scenario) throws IOException {
        GoldenManifests.check(scenario, HttpCache.class, new HttpCacheKind()::workload);
    }

    static Stream<String> scenarios() throws IOException {
        return GoldenManifests.scenarios("http-cache-");
    }
}
