package dev.weir.api;

import dev.weir.api.schema.Default;
import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Syntax;
import org.jspecify.annotations.Nullable;

/** How the topics that match {@code name} are cached. */
@Description("How some topics are cached.")
public record TopicOptions(
        @Description("The name of the topic, or a glob that it matches ('*' any characters, '?' any one).")
        @Format(Syntax.TOPIC_GLOB)
        String name,

        @Description("Where the cache itself begins to fill: with the first record that upstream has (historical), "
                + "or with the next one (live). What a log already holds stays.")
        @Default("historical")
        DefaultOffset defaultOffset,

        @Description("Keeps less than upstream does.") @Nullable
        Retention retention,

        @Description("Compacted topics only: whether they are compacted here as soon as it is worth it, "
                + "so that a new reader gets the latest values with little else in front.")
        @Default("true")
        boolean conflate,

        @Description(
                "What the values are, for web clients that ask for the latest one of a key: their Content-Type, where "
                        + "a message has no header of that name. Left out: JSON, text or bytes, as it looks.")
        @Format(Syntax.MEDIA_TYPE)
        @Nullable
        String contentType) {

    public TopicOptions {
        defaultOffset = defaultOffset == null ? DefaultOffset.HISTORICAL : defaultOffset;
    }
}
