package dev.weir.dataplane.kafka.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories with all that is in them. */
final class Trees {
    private Trees() {}

    static void delete(Path directory) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> paths = Files.walk(directory)) {
            deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : deepestFirst) {
            Files.deleteIfExists(path);
        }
    }

    static void deleteContent(Path directory) throws IOException {
        List<Path> children;
        try (Stream<Path> paths = Files.list(directory)) {
            children = paths.toList();
        }
        for (Path child : children) {
            delete(child);
        }
    }
}
