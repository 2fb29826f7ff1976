package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;

/** Sends the topics that meet any of its conditions to one upstream. */
@Description("Takes the topics that meet any of its conditions.")
public record TopicRoute(
        @Description("The conditions; a topic that meets any of them takes this route.") @Size(min = 1, max = 64)
        List<TopicCondition> when,

        @Description("The name of the upstream that these topics come from.") @Format(Syntax.DNS_LABEL)
        String exit) {

    public TopicRoute {
        when = Copies.of(when);
    }
}
