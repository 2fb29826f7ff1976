package dev.weir.e2e.host;

import java.net.URISyntaxException;
import java.nio.file.Path;

/** Where this build put its results, found from where this very class was loaded. */
public final class ProjectFolder {
    private ProjectFolder() {}

    public static Path root() {
        return target().resolve("../..").normalize();
    }

    /** The build folder of this module: it holds {@code classes} and {@code e2e.jar}. */
    public static Path target() {
        try {
            Path classesOrJar = Path.of(ProjectFolder.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return classesOrJar.resolveSibling(".").normalize();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
