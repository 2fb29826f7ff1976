package dev.weir.api.crd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.HttpCache;
import dev.weir.api.HttpCacheSpec;
import dev.weir.api.HttpCacheStatus;
import dev.weir.api.KafkaCacheBinding;
import dev.weir.api.KafkaCacheBindingSpec;
import dev.weir.api.KafkaCacheBindingStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommittedDefinitionsTest {
    @Test
    void the_definition_of_kafka_cache_bindings_is_that_of_the_records() throws IOException {
        check(
                Path.of("kafkacachebinding.yaml"),
                new Definition(
                        KafkaCacheBinding.class,
                        KafkaCacheBindingSpec.class,
                        KafkaCacheBindingStatus.class,
                        Column.KAFKA_CACHE_BINDING));
    }

    @Test
    void the_definition_of_http_caches_is_that_of_the_records() throws IOException {
        check(
                Path.of("httpcache.yaml"),
                new Definition(HttpCache.class, HttpCacheSpec.class, HttpCacheStatus.class, Column.HTTP_CACHE));
    }

    private static void check(Path file, Definition definition) throws IOException {
        String yaml = definition.yaml();
        if (Boolean.getBoolean("crds.write")) {
            Files.writeString(file, yaml);
        }
        assertThat(file)
                .as("crds/%s is stale: make it anew with: mvn -pl crds test -Dcrds.write=true", file)
                .exists()
                .hasContent(yaml);
    }
}
