package dev.weir.e2e.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The documents of {@code deploy/samples}, with the addresses of a cluster replaced by those of this machine, and the
 * secret that they name.
 *
 * <p>As text, so that the comments, which are for whoever edits them, stay.
 */
record SampleDocuments(Path samples, DemoOptions options) {

    static final String BINDING = "orders.yaml";
    static final String HTTP_CACHE = "catalog.yaml";

    private static final String PURGE_SECRET = "catalog-purge";
    private static final String LISTENERS = "  listeners:\n";

    /** A sample to begin with asks for no secret; here there is one, so that purging can be tried. */
    private static final String PURGE = "  management: # POST /purge on the management port, with this token\n"
            + "    purge:\n      tokenSecretRef:\n        name: " + PURGE_SECRET + "\n";

    void render(Path folder) {
        try {
            Files.createDirectories(folder);
            render(
                    folder,
                    BINDING,
                    Map.of(
                            "kafka.kafka.svc:9092", "127.0.0.1:" + options.upstreamPort(),
                            "port: 9092", "port: " + options.kafkaPort(),
                            "port: 8081", "port: " + options.webPort()));
            render(
                    folder,
                    HTTP_CACHE,
                    Map.of(
                            "http://catalog.shop.svc:8080",
                            "http://127.0.0.1:" + options.originPort(),
                            LISTENERS,
                            PURGE + LISTENERS,
                            "port: 8080",
                            "port: " + options.httpPort()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes a token that nobody can guess: the management port is open to every user of this machine. */
    static Path writePurgeToken(Path secrets) {
        Path token = secrets.resolve(PURGE_SECRET).resolve("token");
        byte[] random = new byte[16];
        new SecureRandom().nextBytes(random);
        try {
            Files.createDirectories(secrets.resolve(PURGE_SECRET));
            return Files.writeString(token, HexFormat.of().formatHex(random) + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void render(Path folder, String name, Map<String, String> replacements) throws IOException {
        Path sample = samples.resolve(name);
        String text = Files.readString(sample);
        for (String replaced : replacements.keySet()) {
            if (!text.contains(replaced)) {
                throw new IllegalStateException(sample + " no longer says '" + replaced + "', which the demo replaces");
            }
        }
        Files.writeString(folder.resolve(name), replace(text, replacements));
    }

    /** All in one pass, so that what one replacement wrote is not replaced by another. */
    private static String replace(String text, Map<String, String> replacements) {
        String any = replacements.keySet().stream().map(Pattern::quote).collect(Collectors.joining("|"));
        return Pattern.compile(any)
                .matcher(text)
                .replaceAll(match -> Matcher.quoteReplacement(replacements.getOrDefault(match.group(), match.group())));
    }
}
