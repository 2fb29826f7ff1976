package dev.weir.e2e.load;

import dev.weir.e2e.arguments.Arguments;
import dev.weir.e2e.arguments.BadArguments;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code ./weir bench http}: hits of the cache and of those that others use, in turns. */
final class HttpBenchmark {
    private static final String HELP = """
        Usage: ./weir bench http [OPTION]...

        Measures how many hits an HTTP cache serves for a second of CPU time: this one, and nginx, HAProxy and Varnish
        where they are installed. Each has one thread or process and one core, the client another one. Linux only; needs
        taskset and wrk.

          --seconds N     how long a round takes                  (3)
          --rounds N      rounds of each, of which the median counts (5)
          --help          this text
        """;

    /** A JVM has compiled what is hot after some of it. The others get as much. */
    private static final int ROUNDS_OF_WARMING = 3;

    private final Duration time;
    private final int rounds;
    private final HttpBenchmarkSite site;

    private HttpBenchmark(Arguments arguments, HttpBenchmarkSite site) {
        this.time = Duration.ofSeconds(arguments.number("--seconds", 3, 1, 3600));
        this.rounds = arguments.number("--rounds", 5, 1, 1000);
        this.site = site;
    }

    public static void main(String[] typed) {
        try {
            var arguments = Arguments.parse(List.of(typed), Set.of("--seconds", "--rounds"), Set.of("--help"));
            arguments.noWords();
            if (arguments.has("--help")) {
                System.out.print(HELP);
                return;
            }
            Cores cores = Cores.allowed();
            Wrk wrk = Wrk.find(cores.client());
            System.out.printf(
                    "%d cores, Java %s; hits, %d connections, one core for the server%n",
                    Runtime.getRuntime().availableProcessors(), Runtime.version(), Wrk.CONNECTIONS);
            for (Peer peer : Peer.values()) {
                if (!peer.isInstalled()) {
                    System.out.println(peer.label() + " is left out: install the package " + peer.packageName());
                }
            }
            try (var site = HttpBenchmarkSite.start(wrk, cores.server())) {
                new HttpBenchmark(arguments, site).run();
            }
        } catch (BadArguments e) {
            System.err.println("./weir bench http: " + e.getMessage() + " (./weir bench http --help explains)");
            System.exit(2);
        } catch (MissingProgram e) {
            System.err.println("./weir bench http: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() {
        System.out.printf("%n%-8s  %-8s %12s %15s %7s%n", "content", "server", "requests/s", "per CPU second", "ratio");
        for (int kibibytes : BodyOrigin.KIBIBYTES) {
            for (Server server : site.servers()) {
                warm(server, kibibytes);
            }
            compare(kibibytes);
        }
    }

    private void warm(Server server, int kibibytes) {
        site.fill(server, kibibytes);
        for (int round = 0; round < ROUNDS_OF_WARMING; round++) {
            site.measure(server, kibibytes, time);
        }
    }

    private void compare(int kibibytes) {
        Map<Server, List<Hits>> measured = new LinkedHashMap<>();
        site.servers().forEach(server -> measured.put(server, new ArrayList<>()));
        for (int round = 0; round < rounds; round++) {
            measured.forEach((server, hits) -> hits.add(site.measure(server, kibibytes, time)));
        }
        double own = 0;
        for (Map.Entry<Server, List<Hits>> each : measured.entrySet()) {
            double perCpuSecond = Measurement.median(each.getValue(), Hits::perCpuSecond);
            own = own == 0 ? perCpuSecond : own;
            System.out.printf(
                    "%-8s  %-8s %12.0f %15.0f %7.2f%n",
                    kibibytes + " KiB",
                    each.getKey().name(),
                    Measurement.median(each.getValue(), Hits::perSecond),
                    perCpuSecond,
                    own / perCpuSecond);
        }
    }
}
