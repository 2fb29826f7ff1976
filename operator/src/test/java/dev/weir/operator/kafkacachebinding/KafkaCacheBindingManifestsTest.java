package dev.weir.operator.kafkacachebinding;

import dev.weir.api.KafkaCacheBinding;
import dev.weir.operator.workload.GoldenManifests;
import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class KafkaCacheBindingManifestsTest {

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_resource_becomes_these_objects(String scenario) throws IOException {
        GoldenManifests.check(scenario, KafkaCacheBinding.class, new KafkaCacheBindingKind()::workload);
    }

    static Stream<String> scenarios() throws IOException {
        return GoldenManifests.scenarios("binding-");
    }
}
