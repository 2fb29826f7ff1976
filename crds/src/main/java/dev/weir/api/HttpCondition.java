package dev.weir.api;

import dev.weir.api.schema.Description;
import dev.weir.api.schema.Distinct;
import dev.weir.api.schema.Format;
import dev.weir.api.schema.Rule;
import dev.weir.api.schema.Size;
import dev.weir.api.schema.Syntax;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Met by a request that has this host, a path that matches, and one of the methods; what is absent is not asked. */
@Description("What a request must be like; it must be like all that is said here.")
@Rule(
        value = "has(self.host) || has(self.path) || (has(self.methods) && size(self.methods) > 0)",
        message = "a condition must say a host, a path or methods; for all requests leave out 'when'")
public record HttpCondition(
        @Description("The host that the request is for, without its port.") @Nullable @Format(Syntax.HOST_GLOB)
        String host,

        @Description("The path of the request, without its query.") @Nullable @Format(Syntax.PATH_GLOB)
        String path,

        @Description("The methods of the request; any when absent.") @Size(max = 32) @Distinct
        List<@Format(Syntax.METHOD) String> methods) {

    public HttpCondition {
        methods = Copies.of(methods);
    }
}
