package dev.weir.e2e.cache.corpus;

import dev.weir.e2e.cache.client.Writer;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** What a scene needs to write itself. */
record Stage(String bootstrap, Admin admin) {
    Writer writer(Map<String, Object> settings) {
        return Writer.open(bootstrap, settings);
    }
}
