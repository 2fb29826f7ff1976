package dev.weir.e2e.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.Patience;
import dev.weir.e2e.host.ChildProcess;
import dev.weir.e2e.host.Commands;
import dev.weir.e2e.host.NodeModules;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The public conformance suite for HTTP caches, a program for Node: its origin, and its client. */
final class ConformanceSuite implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder = NodeModules.install("src/test/js/http");
    private final Path suite = folder.resolve("node_modules/http-cache-tests");
    private final ChildProcess origin;

    /** @param logs where its origin writes */
    ConformanceSuite(int originPort, Path logs) {
        Path log = logs.resolve("origin.log");
        List<String> command = with(
                List.of(
                        "npm_config_protocol=http",
                        "npm_config_port=" + originPort,
                        "npm_config_pidfile=" + logs.resolve("origin.pid")),
                "node",
                suite.resolve("server/server.mjs").toString());
        origin = ChildProcess.start("the suite's origin", command, log);
        origin.awaitReady(() -> origin.log().contains("Listening on"), Patience.LIMIT);
    }

    /** What kind each test is of, by its name. */
    Map<String, String> kinds() {
        var kinds = new TreeMap<String, String>();
        read(Commands.run(folder, List.of("node", "kinds.mjs")))
                .properties()
                .forEach(test -> kinds.put(test.getKey(), test.getValue().asText()));
        return kinds;
    }

    /** Runs all tests through the cache; the failures, by the name of the test. */
    Map<String, String> failures(URI cache) {
        List<String> settings = List.of("npm_config_base=" + cache, "npm_config_id=", "npm_package_config_id=");
        byte[] results = Commands.run(suite, with(settings, "node", "--no-warnings", "cli.mjs"));
        var failures = new TreeMap<String, String>();
        read(results).properties().forEach(test -> {
            if (!test.getValue().isBoolean()) {
                failures.put(test.getKey(), test.getValue().toString());
            }
        });
        return failures;
    }

    @Override
    public void close() {
        origin.kill();
    }

    private static List<String> with(List<String> environment, String... program) {
        var command = new ArrayList<>(List.of("env"));
        command.addAll(environment);
        command.addAll(List.of(program));
        return command;
    }

    private static JsonNode read(byte[] json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
