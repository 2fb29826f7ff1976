package dev.weir.dataplane.kafka.web;

import dev.weir.dataplane.kafka.web.read.Start;
import org.jspecify.annotations.Nullable;

/**
 * What counts for a topic where nobody says anything else.
 *
 * @param start where a reader begins
 * @param contentType what its values are; null for what they look like
 */
public record TopicDefaults(Start start, @Nullable String contentType) {
    /** Of a topic of which nothing is said. */
    public static final TopicDefaults NONE = new TopicDefaults(new Start.Historical(), null);
}
