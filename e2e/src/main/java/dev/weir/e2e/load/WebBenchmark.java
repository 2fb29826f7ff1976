package dev.weir.e2e.load;

import dev.weir.e2e.arguments.Arguments;
import dev.weir.e2e.arguments.BadArguments;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;

/** {@code ./weir bench web}: many who follow a topic over HTTP, and lookups of keys. */
final class WebBenchmark {
    private static final String HELP = """
        Usage: ./weir bench web [OPTION]...

        Measures what it costs the data-plane to hand each message of a topic to many readers by server-sent events, and
        how many lookups of a key it answers for a second of CPU time. Linux only; lookups need wrk and taskset.

          --seconds N     how long a round takes                  (5)
          --rounds N      rounds of each, of which the median counts (3)
          --readers N     how many follow at most                 (1000)
          --rate N        messages written per second             (50)
          --help          this text
        """;
    private static final String STREAM = "bench-stream";
    private static final String TABLE = "bench-table";

    /** A JVM has compiled what is hot after some of it. */
    private static final int ROUNDS_OF_WARMING = 3;

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final int seconds;
    private final int rounds;
    private final int readers;
    private final int rate;
    private final BenchmarkSite site;

    private WebBenchmark(Arguments arguments, BenchmarkSite site) {
        this.seconds = arguments.number("--seconds", 5, 1, 3600);
        this.rounds = arguments.number("--rounds", 3, 1, 1000);
        this.readers = arguments.number("--readers", 1000, 1, 20_000);
        this.rate = arguments.number("--rate", 50, 1, 1_000_000);
        this.site = site;
    }

    public static void main(String[] typed) throws IOException, ExecutionException, InterruptedException {
        try {
            var options = Set.of("--seconds", "--rounds", "--readers", "--rate");
            var arguments = Arguments.parse(List.of(typed), options, Set.of("--help"));
            arguments.noWords();
            if (arguments.has("--help")) {
                System.out.print(HELP);
                return;
            }
            try (var site = BenchmarkSite.start(0)) {
                new WebBenchmark(arguments, site).run();
            }
        } catch (BadArguments e) {
            System.err.println("./weir bench web: " + e.getMessage() + " (./weir bench web --help explains)");
            System.exit(2);
        } catch (MissingProgram e) {
            System.err.println("./weir bench web: " + e.getMessage());
            System.exit(1);
        }
    }

    private void run() throws IOException, ExecutionException, InterruptedException {
        System.out.printf(
                "%d cores, Java %s; %d messages a second in %d partitions, heap %s%n",
                Runtime.getRuntime().availableProcessors(),
                Runtime.version(),
                rate,
                BenchmarkSite.PARTITIONS,
                BenchmarkSite.HEAP);
        site.createTopic(STREAM, Map.of());
        for (int round = 0; round < ROUNDS_OF_WARMING; round++) {
            fanOut(readers / 2 + 1);
        }
        System.out.printf("%n%-8s %12s %22s %14s%n", "readers", "events/s", "CPU s per million", "resident MiB");
        for (int count : Stream.of(1, readers / 10, readers)
                .filter(n -> n > 0)
                .distinct()
                .toList()) {
            var measured = new ArrayList<FanOut>();
            for (int round = 0; round < rounds; round++) {
                measured.add(fanOut(count));
            }
            System.out.printf(
                    "%-8d %12.0f %22.2f %14.0f%n",
                    count,
                    Measurement.median(measured, FanOut::perSecond),
                    Measurement.median(measured, FanOut::cpuSecondsPerMillion),
                    Measurement.median(measured, FanOut::residentMebibytes));
        }
        lookups();
    }

    private FanOut fanOut(int count) throws IOException {
        Server server = site.web();
        int messages = rate * seconds;
        try (var load = EventLoad.open(server.socketAddress(), STREAM, count);
                var writer = new PacedWriter(site.broker().address(), STREAM)) {
            Duration cpuBefore = server.cpu();
            long start = System.nanoTime();
            var written = writer.write(messages, rate);
            load.readUntil(messages);
            written.join();
            var took = Duration.ofNanos(System.nanoTime() - start);
            return new FanOut((long) messages * count, took, server.cpu().minus(cpuBefore), server.residentBytes());
        }
    }

    /** Until the key is known to the table of keys, which is made at the first question. */
    private static void awaitFound(String url) throws IOException, InterruptedException {
        try (HttpClient client = HttpClient.newHttpClient()) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            var request =
                    HttpRequest.newBuilder(URI.create(url)).timeout(PATIENCE).build();
            while (client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode() != 200) {
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(url + " is not there after " + PATIENCE);
                }
                Thread.sleep(Duration.ofMillis(100));
            }
        }
    }

    private void lookups() throws IOException, ExecutionException, InterruptedException {
        Cores cores = Cores.allowed();
        Wrk wrk = Wrk.find(cores.client());
        site.createTopic(TABLE, Map.of("cleanup.policy", "compact"));
        try (var writer = new PacedWriter(site.broker().address(), TABLE)) {
            writer.write(100_000, 1_000_000).join();
        }
        Server server = site.web();
        wrk.pin(server.pid(), cores.server());
        String url = "http://" + server.address() + "/topics/" + TABLE + "/messages/S17";
        awaitFound(url);
        wrk.ask(url, Duration.ofSeconds(seconds));
        var measured = new ArrayList<Hits>();
        for (int round = 0; round < rounds; round++) {
            Duration cpuBefore = server.cpu();
            long start = System.nanoTime();
            long requests = wrk.ask(url, Duration.ofSeconds(seconds));
            measured.add(new Hits(
                    requests,
                    Duration.ofNanos(System.nanoTime() - start),
                    server.cpu().minus(cpuBefore)));
        }
        System.out.printf(
                "%nlookups of a key, %d connections, one core: %.0f a second, %.0f for a second of CPU time%n",
                Wrk.CONNECTIONS,
                Measurement.median(measured, Hits::perSecond),
                Measurement.median(measured, Hits::perCpuSecond));
    }
}
