package dev.weir.e2e.image;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An OCI archive, unpacked into a folder: index, manifest, configuration and layers. */
record ImageArchive(Path folder, JsonNode index, JsonNode manifest, JsonNode config) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** A line of the list of a layer: the mode as {@code ls} writes it, the owner as numbers, and the path. */
    record Entry(String mode, String owner, String path) {
        boolean writableByOthers() {
            return mode.charAt(8) == 'w' && mode.charAt(0) != 'l';
        }

        boolean changesUser() {
            return mode.contains("s") || mode.contains("S");
        }
    }

    static ImageArchive open(Path archive, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        tar("-xf", archive.toString(), "-C", folder.toString());
        JsonNode index = JSON.readTree(folder.resolve("index.json").toFile());
        JsonNode manifest =
                JSON.readTree(blob(folder, index.at("/manifests/0/digest")).toFile());
        JsonNode config =
                JSON.readTree(blob(folder, manifest.at("/config/digest")).toFile());
        return new ImageArchive(folder, index, manifest, config);
    }

    /** From the lowest to the highest. */
    List<String> layers() {
        return manifest.at("/layers").findValuesAsText("digest");
    }

    List<Entry> entries() throws IOException, InterruptedException {
        var entries = new ArrayList<Entry>();
        for (JsonNode layer : manifest.at("/layers")) {
            String list = tar(
                    "--numeric-owner",
                    "-tvzf",
                    blob(folder, layer.at("/digest")).toString());
            for (String line : list.lines().toList()) {
                String[] columns = line.split(" +", 6);
                entries.add(new Entry(columns[0], columns[1], columns[5]));
            }
        }
        return entries;
    }

    /** All layers, one over the other, as a container runtime unpacks them. Owners are kept only for root. */
    Path unpack(Path root) throws IOException, InterruptedException {
        Files.createDirectories(root);
        for (JsonNode layer : manifest.at("/layers")) {
            tar("--numeric-owner", "-xpzf", blob(folder, layer.at("/digest")).toString(), "-C", root.toString());
        }
        return root;
    }

    List<String> entrypoint() {
        var words = new ArrayList<String>();
        config.at("/config/Entrypoint").forEach(word -> words.add(word.asText()));
        return words;
    }

    List<String> environment() {
        var variables = new ArrayList<String>();
        config.at("/config/Env").forEach(variable -> variables.add(variable.asText()));
        return variables;
    }

    private static Path blob(Path folder, JsonNode digest) {
        return folder.resolve("blobs").resolve(digest.asText().replace(':', '/'));
    }

    private static String tar(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("tar", "--warning=no-unknown-keyword"));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
        return output;
    }
}
