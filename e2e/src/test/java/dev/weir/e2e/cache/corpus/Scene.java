package dev.weir.e2e.cache.corpus;

import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;

/** A topic that shows one thing that logs may hold. */
interface Scene {
    String topic();

    default int partitions() {
        return 1;
    }

    default Map<String, String> settings() {
        return Map.of();
    }

    void write(Stage stage);

    default NewTopic definition() {
        return new NewTopic(topic(), partitions(), (short) 1).configs(settings());
    }
}
