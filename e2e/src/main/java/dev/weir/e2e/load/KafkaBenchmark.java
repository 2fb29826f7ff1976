package dev.weir.e2e.load;

import dev.weir.e2e.arguments.Arguments;
import dev.weir.e2e.arguments.BadArguments;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** {@code ./weir bench kafka}: the same readers of the broker and of the cache, in turns. */
final class KafkaBenchmark {
    private static final String HELP = """
        Usage: ./weir bench kafka [OPTION]...

        Measures what readers get from the cache and from the broker itself, and the CPU time that each spends on it.

          --seconds N     how long a round takes                  (3)
          --rounds N      rounds of each, of which the median counts (5)
          --mebibytes N   how much there is to read               (512)
          --fetch N       bytes of a partition that a reader asks for (1048576)
          --help          this text
        """;
    private static final List<Integer> READERS = List.of(1, 10, 50);

    private final Duration time;
    private final int rounds;
    private final int fetchBytes;
    private final BenchmarkSite site;

    private KafkaBenchmark(Arguments arguments, BenchmarkSite site) {
        this.time = Duration.ofSeconds(arguments.number("--seconds", 3, 1, 3600));
        this.rounds = arguments.number("--rounds", 5, 1, 1000);
        this.fetchBytes = arguments.number("--fetch", 1024 * 1024, 1, 50 * 1024 * 1024);
        this.site = site;
    }

    public static void main(String[] typed) throws IOException {
        try {
            var options = Set.of("--seconds", "--rounds", "--mebibytes", "--fetch");
            var arguments = Arguments.parse(List.of(typed), options, Set.of("--help"));
            arguments.noWords();
            if (arguments.has("--help")) {
                System.out.print(HELP);
                return;
            }
            int mebibytes = arguments.number("--mebibytes", 512, 1, 100_000);
            System.out.printf(
                    "%d cores, Java %s; %d MiB in %d partitions, uncompressed records of 1 kB%n",
                    Runtime.getRuntime().availableProcessors(), Runtime.version(), mebibytes, BenchmarkSite.PARTITIONS);
            try (var site = BenchmarkSite.start(mebibytes)) {
                new KafkaBenchmark(arguments, site).run();
            }
        } catch (BadArguments e) {
            System.err.println("./weir bench kafka: " + e.getMessage() + " (./weir bench kafka --help explains)");
            System.exit(2);
        }
    }

    private void run() throws IOException {
        measure(site.broker(), 10);
        measure(site.cache(), 10);
        System.out.printf("%n%-8s  %-7s %8s %16s%n", "readers", "server", "MB/s", "CPU s per GiB");
        for (int readers : READERS) {
            compare(readers);
        }
    }

    private void compare(int readers) throws IOException {
        var broker = new ArrayList<Measurement>();
        var cache = new ArrayList<Measurement>();
        for (int round = 0; round < rounds; round++) {
            broker.add(measure(site.broker(), readers));
            cache.add(measure(site.cache(), readers));
        }
        print(readers, "broker", broker);
        print(readers, "cache", cache);
        System.out.printf(
                "%-8d  ratio   %8.2f %16.2f%n",
                readers,
                Measurement.median(cache, Measurement::megabytesPerSecond)
                        / Measurement.median(broker, Measurement::megabytesPerSecond),
                Measurement.median(cache, Measurement::cpuSecondsPerGiB)
                        / Measurement.median(broker, Measurement::cpuSecondsPerGiB));
    }

    private Measurement measure(Server server, int readers) throws IOException {
        var target =
                new FetchLoad.Target(server.socketAddress(), BenchmarkSite.TOPIC, BenchmarkSite.PARTITIONS, fetchBytes);
        return Measurement.of(server, target, readers, time);
    }

    private static void print(int readers, String server, List<Measurement> rounds) {
        System.out.printf(
                "%-8d  %-7s %8.0f %16.3f%n",
                readers,
                server,
                Measurement.median(rounds, Measurement::megabytesPerSecond),
                Measurement.median(rounds, Measurement::cpuSecondsPerGiB));
    }
}
