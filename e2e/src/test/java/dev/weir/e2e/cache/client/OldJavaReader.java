package dev.weir.e2e.cache.client;

import dev.weir.e2e.Patience;
import java.io.File;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;

/** A Java consumer of years ago, in a class loader that knows no other Kafka. */
public record OldJavaReader(String version) implements Reader {
    private static final List<String> BESIDES = List.of("lz4-java", "snappy-java", "zstd-jni", "slf4j-api", "logback-");

    @Override
    public Contents read(String bootstrap, Extent extent) {
        var contents = new Contents();
        try (var loader = new URLClassLoader(classPath(), ClassLoader.getPlatformClassLoader())) {
            for (Object[] record : run(loader, bootstrap, extent)) {
                contents.add(new TopicPartition((String) record[0], (Integer) record[1]), seen(record));
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return contents;
    }

    /** Only types of the JDK cross the border between the two class loaders. */
    @SuppressWarnings("unchecked")
    private static List<Object[]> run(ClassLoader loader, String bootstrap, Extent extent) {
        var ends = new HashMap<Map.Entry<String, Integer>, Long>();
        extent.ends().forEach((partition, end) -> ends.put(Map.entry(partition.topic(), partition.partition()), end));
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(loader);
        try {
            var reading = (Function<Map<String, Object>, List<Object[]>>)
                    loader.loadClass("dev.weir.e2e.cache.client.OldJavaReading")
                            .getDeclaredConstructor()
                            .newInstance();
            return reading.apply(Map.of(
                    "bootstrap.servers",
                    bootstrap,
                    "isolation.level",
                    extent.isolation().toString().toLowerCase(Locale.ROOT),
                    "ends",
                    ends,
                    "patience",
                    Patience.LIMIT.toMillis()));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static Seen seen(Object[] record) {
        return new Seen(
                (Long) record[2],
                (Long) record[3],
                TimestampType.forName((String) record[4]),
                Seen.bytes((byte[]) record[5]),
                Seen.bytes((byte[]) record[6]),
                Stream.of((Object[][]) record[7])
                        .map(header -> new Seen.Header((String) header[0], Seen.bytes((byte[]) header[1])))
                        .toList());
    }

    private URL[] classPath() {
        Stream<Path> besides = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator, -1))
                .map(Path::of)
                .filter(path -> BESIDES.stream().anyMatch(path.getFileName().toString()::startsWith));
        Stream<Path> own = Stream.of(
                Path.of("target/old-clients", "kafka-clients-" + version + ".jar"),
                Path.of("target/test-classes"),
                Path.of("target/classes"));
        return Stream.concat(own, besides).map(OldJavaReader::url).toArray(URL[]::new);
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
