package dev.weir.e2e.cache.site;

import dev.weir.e2e.cache.corpus.Corpus;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** One site for all classes that break nothing, with the {@link Corpus} written; closed after the last of them. */
public final class SharedSite implements ParameterResolver {
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Site.class;
    }

    @Override
    public Site resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(SharedSite.class))
                .computeIfAbsent(Site.class, type -> start(), Site.class);
    }

    private static Site start() {
        var site = Site.start();
        Corpus.write(site.broker());
        return site;
    }
}
