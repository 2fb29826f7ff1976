package dev.weir.e2e.demo;

import dev.weir.e2e.arguments.Arguments;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What the user chose for this run of the demo. */
record DemoOptions(
        int upstreamPort,
        int kafkaPort,
        int webPort,
        int httpPort,
        int originPort,
        int managementPort,
        Optional<Path> data,
        boolean help) {

    static final String HELP = """
        Usage: ./weir demo [OPTION]...

        Runs Kafka, a sample origin and the data-plane on this machine until Ctrl-C.

          --upstream-port PORT    the Kafka broker             (19092)
          --kafka-port PORT       cache for Kafka clients      (9092)
          --web-port PORT         cache for web clients        (8081)
          --http-port PORT        HTTP cache                   (8080)
          --origin-port PORT      sample origin behind it      (8090)
          --management-port PORT  health, metrics, documents   (9100)
          --data DIR              keep topics and caches in DIR, and go on with what is there
          --help                  this text
        """;

    static DemoOptions parse(List<String> typed) {
        var options = Set.of(
                "--upstream-port",
                "--kafka-port",
                "--web-port",
                "--http-port",
                "--origin-port",
                "--management-port",
                "--data");
        var arguments = Arguments.parse(typed, options, Set.of("--help"));
        arguments.noWords();
        return new DemoOptions(
                port(arguments, "--upstream-port", 19092),
                port(arguments, "--kafka-port", 9092),
                port(arguments, "--web-port", 8081),
                port(arguments, "--http-port", 8080),
                port(arguments, "--origin-port", 8090),
                port(arguments, "--management-port", 9100),
                arguments.path("--data"),
                arguments.has("--help"));
    }

    List<PortUse> ports() {
        return List.of(
                new PortUse(upstreamPort, "the Kafka broker", "--upstream-port"),
                new PortUse(kafkaPort, "the cache for Kafka clients", "--kafka-port"),
                new PortUse(webPort, "the cache for web clients", "--web-port"),
                new PortUse(httpPort, "the HTTP cache", "--http-port"),
                new PortUse(originPort, "the sample origin", "--origin-port"),
                new PortUse(managementPort, "management", "--management-port"));
    }

    private static int port(Arguments arguments, String option, int fallback) {
        return arguments.number(option, fallback, 1, 65535);
    }
}
