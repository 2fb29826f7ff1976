package dev.weir.dataplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.api.DocumentChecksum;
import dev.weir.dataplane.http.ScriptedOrigin;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data-plane from outside: what it is told, what it says, how it ends. */
class ProcessTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path temporary;

    private Path documents;
    private Path data;
    private int port;

    private final ScriptedOrigin origin = ScriptedOrigin.start(ScriptedOrigin.answering(ScriptedOrigin.ok("hello")));

    @AfterEach
    void stopOrigin() {
        origin.close();
    }

    @BeforeEach
    void prepare() throws IOException {
        documents = Files.createDirectory(temporary.resolve("documents"));
        data = temporary.resolve("data");
        port = freePort();
    }

    @Test
    void itServesReloadsAndEndsWhenToldTo() throws Exception {
        Path file = write("catalog.yaml", cache("catalog", port, "/old/**"));
        try (ServedProcess process = serve("--drain", "20").awaitReady();
                Socket client = connect(port)) {
            assertThat(process.get("/livez").statusCode()).isEqualTo(200);
            assertThat(process.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(process.get("/metrics").body()).contains("weir_documents_active 1.0");
            JsonNode active = documentsOf(process).get("active");
            assertThat(active.get("checksum").asText())
                    .isEqualTo(DocumentChecksum.of(Map.of("catalog.yaml", Files.readString(file))));
            assertThat(active.get("documents"))
                    .hasToString("[{\"kind\":\"HttpCache\",\"name\":\"catalog\",\"file\":\"catalog.yaml\"}]");
            assertThat(status(client, "/new")).isEqualTo(404);

            // routes change under an open connection
            Files.writeString(file, cache("catalog", port, "/new/**"));
            await().until(() ->
                    !documentsOf(process).get("active").get("checksum").equals(active.get("checksum")));
            assertThat(status(client, "/new")).isEqualTo(200);
            assertThat(status(client, "/old")).isEqualTo(404);

            // a broken edit changes nothing but is told
            Files.writeString(file, cache("catalog", port, "/new/**").replace("routes", "roots"));
            await().until(() -> documentsOf(process).has("rejected"));
            JsonNode rejected = documentsOf(process).get("rejected");
            assertThat(rejected.get("checksum").asText()).startsWith("sha256:");
            assertThat(rejected.get("problems").toString())
                    .contains("catalog.yaml", "HttpCache catalog", "spec.roots", "routes");
            assertThat(process.get("/metrics").body()).contains("weir_documents_rejected 1.0");
            assertThat(process.get("/readyz").statusCode()).isEqualTo(200);
            assertThat(status(client, "/new")).isEqualTo(200);

            process.signal("TERM");

            // the connection is idle, so nothing holds the end up
            assertThat(process.exitCode()).isZero();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
            assertThat(process.lines()).last().asString().contains("The data-plane is stopped");
        }
    }

    @Test
    void aPortThatChangesIsOpenedBeforeTheOldOneIsClosed() throws Exception {
        Path file = write("catalog.yaml", cache("catalog", port, "/**"));
        int next = freePort();
        try (ServedProcess process = serve().awaitReady()) {
            try (var taken = new ServerSocket(next)) {
                assertThat(taken.isBound()).isTrue();
                Files.writeString(file, cache("catalog", next, "/**"));
                process.awaitLine("catalog.yaml: HttpCache catalog: spec.listeners.http.port: port " + next
                        + " is in use by another process: stop that process, or choose another port");
                connect(port).close();
            }

            // what is refused because of its surroundings is tried again
            await().until(() -> !documentsOf(process).has("rejected"));
            connect(next).close();
            assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
        }
    }

    @Test
    void drainingGivesOpenRequestsTimeAndIsSeenAtOnce() throws Exception {
        write("catalog.yaml", cache("catalog", port, "/**"));
        try (ServedProcess process = serve("--drain", "3").awaitReady();
                Socket client = connect(port)) {
            send(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbo");
            await().until(() -> process.get("/metrics").body().contains("name=\"catalog\"} 1.0"));

            process.signal("INT");
            process.awaitLine("The data-plane is draining");

            assertThat(process.get("/readyz").statusCode()).isEqualTo(503);
            assertThat(process.get("/readyz").body()).contains("\"reason\" : \"draining\"");
            assertThat(process.get("/livez").statusCode()).isEqualTo(200);
            assertThatThrownBy(() -> connect(port)).isInstanceOf(ConnectException.class);
            send(client, "dy");
            assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 200");
            assertThat(process.exitCode()).isZero();
        }
    }

    @Test
    void aRequestThatNeverEndsIsCutOffAtTheEndOfTheDrain() throws Exception {
        write("catalog.yaml", cache("catalog", port, "/**"));
        try (ServedProcess process = serve("--drain", "1").awaitReady();
                Socket client = connect(port)) {
            send(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbo");
            await().until(() -> process.get("/metrics").body().contains("name=\"catalog\"} 1.0"));

            process.signal("TERM");

            assertThat(process.exitCode()).isZero();
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aSecondSignalEndsItAtOnce() throws Exception {
        write("catalog.yaml", cache("catalog", port, "/**"));
        try (ServedProcess process = serve("--drain", "600").awaitReady();
                Socket client = connect(port)) {
            send(client, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nbo");
            await().until(() -> process.get("/metrics").body().contains("name=\"catalog\"} 1.0"));
            process.signal("TERM");
            process.awaitLine("The data-plane is draining");

            process.signal("TERM");

            assertThat(process.exitCode()).isEqualTo(143);
        }
    }

    @Test
    void atTheStartEveryProblemOfTheDocumentsIsSaidInALineOfItsOwn() throws Exception {
        try (var taken = new ServerSocket(port)) {
            assertThat(taken.isBound()).isTrue();
            write("a-malformed.yaml", "kind: [HttpCache\n");
            write("b-unknown-kind.yaml", cache("catalog", freePort(), "/**").replace("HttpCache", "HttpCash"));
            write("c-first.yaml", cache("twice", freePort(), "/**"));
            write("d-second.yaml", cache("twice", freePort(), "/**"));
            write("e-port.yaml", cache("busy", port, "/**"));
            try (ServedProcess process = serve()) {
                assertThat(process.exitCode()).isEqualTo(1);
                assertThat(process.lines().stream()
                                .filter(line -> line.contains(" ERROR "))
                                .map(line -> line.substring(line.indexOf(" ERROR ") + " ERROR ".length())))
                        .satisfiesExactly(
                                line -> assertThat(line).startsWith("a-malformed.yaml: line 2"),
                                line -> assertThat(line).startsWith("b-unknown-kind.yaml: HttpCash catalog: kind: "),
                                line -> assertThat(line)
                                        .startsWith("d-second.yaml: HttpCache twice: metadata.name: ")
                                        .contains("c-first.yaml"),
                                line -> assertThat(line)
                                        .isEqualTo("e-port.yaml: HttpCache busy: spec.listeners.http.port: port " + port
                                                + " is in use by another process: stop that process,"
                                                + " or choose another port"),
                                line -> assertThat(line)
                                        .isEqualTo("Cannot start, the lines above say why problems=\"4\""));
            }
        }
    }

    @Test
    void atTheStartEveryProblemOfTheSurroundingsIsSaidInALineOfItsOwn() throws Exception {
        Path absent = temporary.resolve("absent");
        Files.writeString(data, "not a folder");
        try (var taken = new ServerSocket(port);
                ServedProcess process = ServedProcess.start(
                        "serve", "-f", absent.toString(), "--data", data.toString(), "--management", "" + port)) {
            assertThat(taken.isBound()).isTrue();
            assertThat(process.exitCode()).isEqualTo(1);
            assertThat(process.lines())
                    .anyMatch(
                            line -> line.endsWith("--data " + data + ": it is not a folder: name a folder with --data"))
                    .anyMatch(line -> line.endsWith("--management " + port + ": port " + port
                            + " is in use by another process: stop that process, or choose another port"))
                    .anyMatch(line ->
                            line.endsWith(absent + ": it does not exist: create it, or name another file or folder"));
        }
    }

    @Test
    void oneDataFolderIsForOneProcess() throws Exception {
        write("catalog.yaml", cache("catalog", port, "/**"));
        try (ServedProcess first = serve().awaitReady();
                ServedProcess second = serve()) {
            assertThat(second.exitCode()).isEqualTo(1);
            assertThat(second.lines())
                    .anyMatch(line -> line.endsWith("--data " + data
                            + ": another process uses it: stop that process, or name another folder with --data"));
            first.signal("KILL");
            assertThat(first.exitCode()).isEqualTo(137);
        }
        // a lock does not outlive its process
        try (ServedProcess third = serve()) {
            third.awaitReady();
        }
    }

    @Test
    void wrongOptionsAreSaidWithAnExitCodeOfTheirOwn() throws Exception {
        try (ServedProcess process = ServedProcess.start("serve", "--documnets", "x")) {
            assertThat(process.exitCode()).isEqualTo(2);
            assertThat(process.lines()).contains("weir: --documnets: there is no such option", "Try: weir help");
        }
    }

    @Test
    void logsCanBeJson() throws Exception {
        write("catalog.yaml", cache("catalog", port, "/**"));
        try (ServedProcess process = serve("--log", "json")) {
            process.awaitLine("\"phase\":\"ready\"");
            assertThat(process.lines())
                    .allSatisfy(line ->
                            assertThat(JSON.readTree(line).has("message")).isTrue());
        }
    }

    private ServedProcess serve(String... more) throws IOException {
        var arguments = new ArrayList<>(List.of(
                "serve",
                "--documents",
                documents.toString(),
                "--data",
                data.toString(),
                "--management",
                "localhost:0",
                "--bind",
                "localhost"));
        arguments.addAll(List.of(more));
        return ServedProcess.start(arguments.toArray(String[]::new));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(documents.resolve(name), text);
    }

    private static JsonNode documentsOf(ServedProcess process) throws IOException, InterruptedException {
        return JSON.readTree(process.get("/documents").body());
    }

    private static int status(Socket client, String path) throws IOException {
        send(client, "GET " + path + " HTTP/1.1\r\nHost: h\r\n\r\n");
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) client.getInputStream().read());
        }
        int length = head.toString().toLowerCase(Locale.ROOT).indexOf("content-length: ") + "content-length: ".length();
        client.getInputStream().readNBytes(Integer.parseInt(head.substring(length, head.indexOf("\r\n", length))));
        return Integer.parseInt(head.substring("HTTP/1.1 ".length(), "HTTP/1.1 200".length()));
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Socket connect(int port) throws IOException {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(Patience.millis());
        return socket;
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private String cache(String name, int port, String path) {
        return """
            apiVersion: weir.dev/v1alpha1
            kind: HttpCache
            metadata: {name: %s}
            spec:
              routes: [{name: all, when: [{path: %s}], origin: {urls: ["%s"]}}]
              listeners: {http: {port: %d}}
            """.formatted(name, path, origin.url(), port);
    }
}
