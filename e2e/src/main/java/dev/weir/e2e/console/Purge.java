package dev.weir.e2e.console;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.weir.e2e.arguments.Arguments;
import dev.weir.e2e.arguments.BadArguments;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** {@code ./weir purge}: takes responses out of an HTTP cache, in every process behind an address. */
final class Purge {
    private static final String HELP = """
        Usage: ./weir purge (--url URL | --prefix URL | --tag TAG | --everything) [OPTION]...

        Makes cached responses stale, so that they are validated before they are used again; or, with --hard, drops them.
        URLs are as clients ask for them.

          --url URL               one URL, with all its variants
          --prefix URL            all URLs that begin so
          --tag TAG               what the origin gave this tag (Surrogate-Key, Cache-Tag)
          --everything            all
          --hard                  drop rather than make stale
          --at HOST:PORT          management port; every address of the host is told   (127.0.0.1:9100, the demo's)
          --cache NAME            which HttpCache, where there are several
          --token-file FILE       the token, as the Secret of spec.management.purge has it
                                  (else the environment variable WEIR_PURGE_TOKEN)
          --help                  this text
        """;

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Set<String> TARGETS = Set.of("--url", "--prefix", "--tag");

    private Purge() {}

    public static void main(String[] typed) {
        Command.run("purge", HELP, typed, () -> {
            var arguments = Arguments.parse(
                    List.of(typed),
                    Set.of("--url", "--prefix", "--tag", "--at", "--cache", "--token-file"),
                    Set.of("--everything", "--hard"));
            arguments.noWords();
            purge(arguments);
        });
    }

    private static void purge(Arguments arguments) {
        String order = order(arguments);
        String at = arguments.value("--at").orElse("127.0.0.1:9100");
        int colon = at.lastIndexOf(':');
        if (colon < 0) {
            throw new BadArguments("--at needs a port, HOST:PORT, not '" + at + "'");
        }
        String query = arguments
                .value("--cache")
                .map(name -> "?cache=" + URLEncoder.encode(name, StandardCharsets.UTF_8))
                .orElse("");
        String token = token(arguments);
        long purged = 0;
        InetAddress[] addresses = addresses(at.substring(0, colon));
        for (InetAddress address : addresses) {
            String host = address.getHostAddress();
            String authority = (host.contains(":") ? "[" + host + "]" : host) + at.substring(colon);
            purged += send(URI.create("http://" + authority + "/purge" + query), token, order);
        }
        System.out.println(purged + (arguments.has("--hard") ? " dropped" : " made stale") + " in " + addresses.length
                + (addresses.length == 1 ? " process" : " processes"));
    }

    private static String order(Arguments arguments) {
        List<String> said = TARGETS.stream()
                .filter(target -> arguments.value(target).isPresent())
                .toList();
        if (said.size() + (arguments.has("--everything") ? 1 : 0) != 1) {
            throw new BadArguments("say exactly one of --url, --prefix, --tag and --everything");
        }
        boolean hard = arguments.has("--hard");
        Map<String, Object> order = said.isEmpty()
                ? Map.of("everything", true, "hard", hard)
                : Map.of(
                        said.getFirst().substring(2),
                        arguments.value(said.getFirst()).orElseThrow(),
                        "hard",
                        hard);
        try {
            return JSON.writeValueAsString(order);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String token(Arguments arguments) {
        Optional<Path> file = arguments.path("--token-file");
        if (file.isEmpty()) {
            String token = System.getenv("WEIR_PURGE_TOKEN");
            if (token == null || token.isBlank()) {
                throw new BadArguments("name a --token-file, or put the token into WEIR_PURGE_TOKEN");
            }
            return token.strip();
        }
        try {
            return Files.readString(file.get()).strip();
        } catch (IOException e) {
            throw new BadArguments("--token-file " + file.get() + " cannot be read");
        }
    }

    private static InetAddress[] addresses(String host) {
        try {
            return InetAddress.getAllByName(host);
        } catch (UnknownHostException e) {
            throw new BadArguments("--at: there is no host " + host);
        }
    }

    private static long send(URI uri, String token, String order) {
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(order))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonNode told = JSON.readTree(answer.body());
            if (answer.statusCode() != 200) {
                throw new CommandFailure(
                        uri.getAuthority() + " refuses: " + told.path("error").asText());
            }
            return told.path("purged").asLong();
        } catch (IOException e) {
            throw new CommandFailure("no data-plane answers at " + uri.getAuthority(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailure("interrupted", e);
        }
    }
}
