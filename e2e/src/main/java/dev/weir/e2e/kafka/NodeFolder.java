package dev.weir.e2e.kafka;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.Properties;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** What a node has on disk: its data, the settings it was last started with, and its log. */
record NodeFolder(Path path) {

    Path data() {
        return path.resolve("data");
    }

    Path properties() {
        return path.resolve("server.properties");
    }

    Path logging() {
        return path.resolve("logback.xml");
    }

    Path log() {
        return path.resolve("broker.log");
    }

    /** Where compression libraries unpack their native code, which a killed broker does not clean up. */
    Path temp() {
        return path.resolve("tmp");
    }

    /** Writes the settings; formats the data folder unless an earlier start has. */
    void prepare(int nodeId, String clusterId, Properties settings) {
        try {
            Files.createDirectories(temp());
            try (var writer = Files.newBufferedWriter(properties())) {
                settings.store(writer, null);
            }
            try (InputStream config = NodeFolder.class.getResourceAsStream("broker-logback.xml")) {
                Files.copy(Objects.requireNonNull(config), logging(), StandardCopyOption.REPLACE_EXISTING);
            }
            if (!Files.exists(data().resolve("meta.properties"))) {
                format(nodeId, clusterId);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void format(int nodeId, String clusterId) {
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(nodeId)
                    .setClusterId(clusterId)
                    .setControllerListenerName(Node.CONTROLLER)
                    .setMetadataLogDirectory(data().toString())
                    .addDirectory(data().toString())
                    .setReleaseVersion(MetadataVersion.latestProduction())
                    .run();
        } catch (Exception e) {
            throw new IllegalStateException("cannot format " + data(), e);
        }
    }
}
