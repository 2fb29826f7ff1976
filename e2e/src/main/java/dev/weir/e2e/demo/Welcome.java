package dev.weir.e2e.demo;

import java.nio.file.Path;

/** What the demo says once everything runs: what is where, and what to try. */
record Welcome(DemoOptions options, Path documents, Path purgeToken, Path log, long dataPlanePid) {

    String text() {
        return """

            Weir is running. Ctrl-C stops everything.

              cache for Kafka clients   127.0.0.1:%d
              cache for web clients     http://127.0.0.1:%d
              HTTP cache                http://127.0.0.1:%d
              management                http://127.0.0.1:%d
              Kafka behind it           127.0.0.1:%d   topics orders and customers
              origin behind it          http://127.0.0.1:%d/products
              documents                 %s
              log of the data-plane     %s   (process %d)

            Things to try in another terminal:

              ./weir consume orders --bootstrap 127.0.0.1:%d   # through the cache
              curl -i http://127.0.0.1:%d/products/2   # a miss, then hits, and after ten seconds a revalidation: see Cache-Status
              ./weir purge --tag products --at 127.0.0.1:%d --token-file %s   # stale at once; or gone, with --hard
              kill -9 %d   # the data-plane: it comes back with what it held, and says so below
              curl http://127.0.0.1:%d/documents
              "${EDITOR:-vi}" %s   # save: it runs at once, or is refused below and in /documents

            From here on this is the log of the data-plane.

            """.formatted(
                        options.kafkaPort(),
                        options.webPort(),
                        options.httpPort(),
                        options.managementPort(),
                        options.upstreamPort(),
                        options.originPort(),
                        documents,
                        log,
                        dataPlanePid,
                        options.kafkaPort(),
                        options.httpPort(),
                        options.managementPort(),
                        purgeToken,
                        dataPlanePid,
                        options.managementPort(),
                        documents.resolve(SampleDocuments.BINDING));
    }
}
