package dev.weir.operator.install;

import com.fasterxml.jackson.databind.JsonNode;
import com.marcnuri.helm.Helm;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/** The chart, and Helm itself as a library to try it with. */
final class Chart {
    static final Path FOLDER = Path.of("../deploy/helm/weir");
    static final String NAMESPACE = "weir-system";

    private Chart() {}

    static Helm helm() {
        return new Helm(FOLDER);
    }

    static Map<String, JsonNode> rendered() throws IOException {
        return Objects.parse(
                helm().template().withName("weir").withNamespace(NAMESPACE).call());
    }

    static String rendered(String namespace, Path values) {
        return helm().template()
                .withName("weir")
                .withNamespace(namespace)
                .withValuesFile(values)
                .call();
    }
}
