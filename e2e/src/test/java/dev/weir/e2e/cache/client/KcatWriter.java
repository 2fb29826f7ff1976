package dev.weir.e2e.cache.client;

import dev.weir.e2e.host.Commands;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** kcat as a producer. */
public final class KcatWriter {
    private KcatWriter() {}

    /** Each text becomes a record; they are acknowledged when this returns. */
    public static void write(String bootstrap, String topic, List<String> texts) throws IOException {
        Commands.require("kcat");
        try (TempFolder folder = TempFolder.create("weir-kcat-")) {
            Path lines = folder.path().resolve("lines");
            Files.write(lines, texts);
            Commands.run(
                    null,
                    List.of(
                            "kcat",
                            "-b",
                            bootstrap,
                            "-P",
                            "-t",
                            topic,
                            "-z",
                            "lz4",
                            "-X",
                            "enable.idempotence=true",
                            "-l",
                            lines.toString()));
        }
    }
}
