package dev.weir.dataplane.kafka.upstream.security;

import dev.weir.api.Problem;
import java.util.List;
import java.util.Map;

/** What came of reading the settings of an upstream and the secrets they name. */
public sealed interface ClientConfig {
    /**
     * Settings by Kafka's names.
     *
     * @param values what the document says, and secrets
     */
    record Read(Map<String, Object> values) implements ClientConfig {
        public Read {
            values = Map.copyOf(values);
        }

        /** Nothing of the secrets. */
        @Override
        public String toString() {
            return "ClientConfig" + values.keySet();
        }
    }

    record Refused(List<Problem> problems) implements ClientConfig {
        public Refused {
            problems = List.copyOf(problems);
        }
    }
}
