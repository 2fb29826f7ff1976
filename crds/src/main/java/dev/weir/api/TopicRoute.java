package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sends the topics that meet any of its conditions to one upstream. */
@Description("Takes the topics that meet any of its conditions.")
public record TopicRoute(
        @Description("The conditions; a topic that meets any of them takes this route.") @Size(min = 1, max = 64)
        List<TopicCondition> when,

        @Description("The name of the upstream that these topics come from.") @Format(Syntax.DNS_LABEL)
        String exit,

        @Description("The scopes that web clients need for these topics. What is not said here is as"
                + " listeners.web.authentication.scopes has it.")
        @Nullable
        TopicScopes scopes) {

    public TopicRoute {
        when = Copies.of(when);
    }
}
