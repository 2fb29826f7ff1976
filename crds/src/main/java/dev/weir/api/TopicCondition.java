package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;

/** Met by a topic whose name is, or matches, {@code topic}. */
@Description("What a topic must be like.")
public record TopicCondition(
        @Description("The name of the topic, or a glob that it matches.") @Format(Syntax.TOPIC_GLOB)
        String topic) {}
