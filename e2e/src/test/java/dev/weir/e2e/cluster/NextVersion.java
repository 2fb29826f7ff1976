package dev.weir.e2e.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * The images of a version to upgrade to. The programs in them are those that there are; only the labels tell another
 * version, and so their digests are others.
 */
final class NextVersion {
    static final String TAG = "next";

    private static final ObjectMapper JSON = new ObjectMapper();

    private NextVersion() {}

    /** Brings them to all nodes. */
    static void load(Cluster cluster) {
        try (var folder = TempFolder.create("weir-next-")) {
            for (Path archive : Installation.images()) {
                Path unpacked = Files.createDirectory(folder.path().resolve("unpacked-" + archive.getFileName()));
                tar("-xf", archive.toString(), "-C", unpacked.toString());
                relabel(unpacked);
                Path next = folder.path().resolve("next-" + archive.getFileName());
                tar("-cf", next.toString(), "-C", unpacked.toString(), "oci-layout", "index.json", "blobs");
                cluster.load(next);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Configuration, manifest and index name each other by digest, so all three are others. */
    private static void relabel(Path layout) throws IOException {
        Path file = layout.resolve("index.json");
        var index = (ObjectNode) JSON.readTree(file.toFile());
        var described = (ObjectNode) index.at("/manifests/0");
        ObjectNode manifest = blob(layout, described);
        ObjectNode configuration = blob(layout, manifest.get("config"));
        ((ObjectNode) configuration.at("/config/Labels")).put("org.opencontainers.image.version", TAG);
        store(layout, configuration, (ObjectNode) manifest.get("config"));
        store(layout, manifest, described);
        var names = (ObjectNode) described.get("annotations");
        String name = names.get("org.opencontainers.image.ref.name").asText();
        names.put("org.opencontainers.image.ref.name", name.substring(0, name.lastIndexOf(':') + 1) + TAG);
        JSON.writeValue(file.toFile(), index);
    }

    private static ObjectNode blob(Path layout, JsonNode descriptor) throws IOException {
        String digest = descriptor.get("digest").asText();
        return (ObjectNode) JSON.readTree(
                layout.resolve("blobs/" + digest.replace(':', '/')).toFile());
    }

    private static void store(Path layout, ObjectNode content, ObjectNode descriptor) throws IOException {
        byte[] bytes = JSON.writeValueAsBytes(content);
        String sum = HexFormat.of().formatHex(sha256(bytes));
        Files.write(layout.resolve("blobs/sha256/" + sum), bytes);
        descriptor.put("digest", "sha256:" + sum).put("size", bytes.length);
    }

    private static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void tar(String... arguments) throws IOException {
        var command = new ArrayList<>(List.of("tar"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", command) + ": " + told);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
