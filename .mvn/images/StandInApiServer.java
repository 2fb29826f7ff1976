import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * As much of an API server as an operator needs to get to work where there is nothing to do: it keeps what is written,
 * lists nothing, and tells of no change. It speaks TLS, because in a cluster the operator does.
 */
class StandInApiServer implements AutoCloseable {
    private static final String LEASE = "weir-operator";
    private static final String PASSWORD = "training";
    private static final String EMPTY_LIST =
            "{\"kind\":\"List\",\"apiVersion\":\"v1\",\"metadata\":{\"resourceVersion\":\"1\"},\"items\":[]}";
    private static final String NOT_FOUND =
            "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"status\":\"Failure\",\"reason\":\"NotFound\",\"code\":404}";

    private static final String EVERYTHING_IS_ALLOWED = """
        {"kind":"SelfSubjectRulesReview","apiVersion":"authorization.k8s.io/v1","spec":{},"status":{"incomplete":false,
         "nonResourceRules":[],"resourceRules":[{"verbs":["*"],"apiGroups":["*"],"resources":["*"]}]}}\
        """;

    private final Map<String, byte[]> written = new ConcurrentHashMap<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final HttpsServer server;
    private final Path kubeconfig;

    StandInApiServer(Path folder) throws IOException, InterruptedException {
        Path keys = folder.resolve("api-server.p12");
        if (!Files.exists(keys)) {
            createKeys(keys);
        }
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        String authority;
        try (InputStream in = Files.newInputStream(keys)) {
            var store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            server.setHttpsConfigurator(new HttpsConfigurator(context(store)));
            authority = Base64.getMimeEncoder()
                    .encodeToString(store.getCertificate("server").getEncoded());
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
        kubeconfig = folder.resolve("kubeconfig");
        writeKubeconfig("-----BEGIN CERTIFICATE-----\n" + authority + "\n-----END CERTIFICATE-----\n");
    }

    Path kubeconfig() {
        return kubeconfig;
    }

    private static void createKeys(Path keys) throws IOException, InterruptedException {
        Command.output(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=training",
                "-ext",
                "SAN=ip:127.0.0.1",
                "-storetype",
                "PKCS12",
                "-keystore",
                keys.toString(),
                "-storepass",
                PASSWORD));
    }

    private static SSLContext context(KeyStore store) throws GeneralSecurityException {
        var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(store, PASSWORD.toCharArray());
        var context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, new SecureRandom());
        return context;
    }

    private void writeKubeconfig(String certificate) throws IOException {
        String encoded = Base64.getEncoder().encodeToString(certificate.getBytes(StandardCharsets.US_ASCII));
        Files.writeString(kubeconfig, """
            apiVersion: v1
            kind: Config
            current-context: training
            contexts: [{name: training, context: {cluster: training, user: training}}]
            users: [{name: training, user: {token: training}}]
            clusters: [{name: training, cluster: {server: "https://127.0.0.1:%d", certificate-authority-data: %s}}]
            """.formatted(server.getAddress().getPort(), encoded));
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        byte[] body = exchange.getRequestBody().readAllBytes();
        try (exchange) {
            if (exchange.getRequestHeaders().containsKey("Upgrade")) {
                // the client then watches over plain HTTP
                exchange.sendResponseHeaders(200, -1);
            } else if (query.contains("watch=true")) {
                watch(exchange);
            } else if (path.endsWith("/selfsubjectrulesreviews")) {
                send(exchange, 201, bytes(EVERYTHING_IS_ALLOWED));
            } else if (!exchange.getRequestMethod().equals("GET")) {
                written.put(exchange.getRequestMethod().equals("POST") ? path + "/" + LEASE : path, body);
                send(exchange, 200, body);
            } else if (path.equals("/version")) {
                send(exchange, 200, bytes("{\"major\":\"1\",\"minor\":\"32\",\"gitVersion\":\"v1.32.0\"}"));
            } else if (path.contains("/leases/")) {
                byte[] lease = written.get(path);
                send(exchange, lease == null ? 404 : 200, lease == null ? bytes(NOT_FOUND) : lease);
            } else {
                send(exchange, 200, bytes(EMPTY_LIST));
            }
        }
    }

    /** Open until the training ends, and nothing is ever told. */
    private void watch(HttpExchange exchange) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(200, 0);
        exchange.getResponseBody().flush();
        try {
            closing.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        closing.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
