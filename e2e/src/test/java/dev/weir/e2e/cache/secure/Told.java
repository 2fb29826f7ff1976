package dev.weir.e2e.cache.secure;

import dev.weir.e2e.cache.site.DataPlane;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** What a data-plane says of itself. */
record Told(DataPlane cache) {
    /** As JSON is written without spaces. */
    String status() {
        return cache.process().management().body("/status").replace(" : ", ":");
    }

    String log() {
        try {
            return Files.readString(cache.process().log().path());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    double metric(String name, String... labels) {
        return cache.metric(name, labels);
    }
}
