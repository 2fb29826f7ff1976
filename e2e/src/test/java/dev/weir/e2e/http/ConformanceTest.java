package dev.weir.e2e.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.host.FreePort;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The public conformance suite for HTTP caches, run through a data-plane. */
@Timeout(900)
class ConformanceTest {
    private static final String ERROR = "It is not served stale but answered with an error of the cache itself, which"
            + " the suite takes for a reused response, as it lacks a field of its origin.";

    /** What is required and yet is not so, with the reason. */
    private static final Map<String, String> EXCEPTIONS = exceptions();

    /** It counts real seconds, which may be too few for what it does in them where the machine has much to do. */
    private static final int RUNS_MAX = 3;

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void whatIsRequiredOfAnHttpCacheIsSo() {
        int port = FreePort.pick();
        String cache = "{heuristic: true, targetedFields: [CDN-Cache-Control, Surrogate-Control]}";
        try (var suite = new ConformanceSuite(port, folder);
                var site = CachingSite.start(folder, port, cache)) {
            Map<String, String> kinds = suite.kinds();
            Map<String, String> failures = suite.failures(site.uri(""));
            System.out.println(summary(kinds, failures));
            for (int run = 1; run < RUNS_MAX && !unexpected(kinds, failures).isEmpty(); run++) {
                failures.keySet().retainAll(suite.failures(site.uri("")).keySet());
            }

            assertThat(kinds.values()).filteredOn("required"::equals).hasSize(165);
            assertThat(unexpected(kinds, failures)).isEmpty();
            assertThat(failures.keySet())
                    .as("what no longer fails is no exception")
                    .containsAll(EXCEPTIONS.keySet());
        }
    }

    private static Map<String, String> unexpected(Map<String, String> kinds, Map<String, String> failures) {
        var unexpected = new TreeMap<>(failures);
        unexpected.keySet().removeIf(test -> EXCEPTIONS.containsKey(test) || !"required".equals(kinds.get(test)));
        return unexpected;
    }

    private static String summary(Map<String, String> kinds, Map<String, String> failures) {
        var passed = new TreeMap<String, Integer>();
        var all = new TreeMap<String, Integer>();
        kinds.forEach((test, kind) -> {
            all.merge(kind, 1, Integer::sum);
            passed.merge(kind, failures.containsKey(test) ? 0 : 1, Integer::sum);
        });
        return all.keySet().stream()
                .map(kind -> kind + " " + passed.get(kind) + " of " + all.get(kind))
                .collect(Collectors.joining(", ", "HTTP caching conformance: ", ""));
    }

    private static Map<String, String> exceptions() {
        var exceptions = new LinkedHashMap<String, String>();
        exceptions.put(
                "age-parse-prefix",
                "Of an Age with several members none is believed, as the tests beside this one expect.");
        List.of("must-revalidate", "proxy-revalidate", "no-cache", "s-maxage=2")
                .forEach(test -> exceptions.put("stale-close-" + test, ERROR));
        exceptions.put(
                "headers-store-Transfer-Encoding",
                "A coding that nobody knows leaves the length unknown: such a response is refused with 502.");
        exceptions.put(
                "304-etag-update-response-ETag",
                "A 304 with another strong ETag is of another response (RFC 9111 section 4.3.4): that is asked for,"
                        + " which the suite takes for a retry.");
        exceptions.put(
                "surrogate-fresh-cc-nostore",
                "A parameter in capitals, which no structured field can have: all of the field is ignored (RFC 9213"
                        + " section 2.1).");
        return Map.copyOf(exceptions);
    }
}
