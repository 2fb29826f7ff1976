import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts a program as its image will, until it is at work, and stops it. The first time the JVM notes what that took in
 * the AOT cache; the second time it must start from that cache, which it refuses when anything is not as it was.
 */
class Training {
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
    private static final Pattern PORT = Pattern.compile("(?m)^( +port: )\\d+$");

    private final Program program;
    private final Staging staging;
    private final int managementPort = freePort();
    private final HttpClient client = HttpClient.newHttpClient();

    private Training(Program program, Staging staging) throws IOException {
        this.program = program;
        this.staging = staging;
    }

    static void run(Program program, Staging staging) throws IOException, InterruptedException {
        String cache = staging.aotCache(program).toString();
        new Training(program, staging).start(List.of("-XX:AOTCacheOutput=" + cache));
        new Training(program, staging).start(List.of("-XX:AOTCache=" + cache, "-XX:AOTMode=on"));
    }

    private void start(List<String> cacheOptions) throws IOException, InterruptedException {
        Files.createDirectories(staging.scratch(program));
        switch (program) {
            case DATAPLANE -> start(cacheOptions, dataPlaneEnvironment(), "/documents", "sha256:");
            case OPERATOR -> {
                try (var apiServer = new StandInApiServer(staging.scratch(program))) {
                    start(cacheOptions, operatorEnvironment(apiServer), "/metrics", "weir_operator_leader 1");
                }
            }
        }
    }

    private Map<String, String> dataPlaneEnvironment() throws IOException {
        Path documents = staging.scratch(program).resolve("documents");
        for (String name : List.of("orders.yaml", "catalog.yaml")) {
            Path sample = staging.project().resolve("deploy/samples").resolve(name);
            Matcher ports = PORT.matcher(Files.readString(sample));
            var document = new StringBuilder();
            while (ports.find()) {
                ports.appendReplacement(document, ports.group(1) + freePort());
            }
            ports.appendTail(document);
            Staging.write(documents.resolve(name), List.of(document.toString()));
        }
        return Map.of(
                "WEIR_BIND",
                "127.0.0.1",
                "WEIR_DATA_DIR",
                staging.scratch(program).resolve("data").toString(),
                "WEIR_DOCUMENTS",
                documents.toString(),
                "WEIR_LOG_FORMAT",
                "json",
                "WEIR_MANAGEMENT",
                "127.0.0.1:" + managementPort);
    }

    private Map<String, String> operatorEnvironment(StandInApiServer apiServer) {
        return Map.of(
                "KUBECONFIG",
                apiServer.kubeconfig().toString(),
                "WEIR_DATAPLANE_IMAGE",
                "weir/dataplane",
                "WEIR_IDENTITY",
                "training",
                "WEIR_LOG_FORMAT",
                "json",
                "WEIR_OPERATOR_NAMESPACE",
                "weir-system",
                "WEIR_PORT",
                Integer.toString(managementPort));
    }

    private void start(List<String> cacheOptions, Map<String, String> environment, String path, String sign)
            throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(staging.javaHome().resolve("bin/java").toString());
        command.addAll(cacheOptions);
        command.addAll(program.jvmOptions);
        command.addAll(List.of("-jar", staging.jar(program).toString()));
        command.addAll(program.arguments);
        Path log = staging.images().resolve(program.module + "-training.log");
        var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            awaitSign(process, path, sign, log);
            for (String other : List.of("/livez", "/readyz", "/metrics")) {
                ask(other);
            }
            process.destroy();
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IOException(program.title + " did not stop: see " + log);
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private void awaitSign(Process process, String path, String sign, Path log)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        while (!ask(path).contains(sign)) {
            if (!process.isAlive() || System.nanoTime() - start > PATIENCE.toNanos()) {
                throw new IOException(program.title + " did not start in the runtime built for it: see " + log);
            }
            Thread.sleep(BETWEEN_LOOKS);
        }
    }

    private String ask(String path) throws InterruptedException {
        try {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + managementPort + path))
                    .timeout(Duration.ofSeconds(10))
                    .build();
            return client.send(request, BodyHandlers.ofString()).body();
        } catch (IOException notYet) {
            return "";
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
