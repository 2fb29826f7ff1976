package dev.weir.e2e.cache.site;

import dev.weir.e2e.dataplane.DataPlaneProcess;
import dev.weir.e2e.dataplane.DataPlaneSettings;
import dev.weir.e2e.host.FreePort;
import dev.weir.e2e.host.TempFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A data-plane that runs one binding: killed and started again it finds its document, ports and data where they were.
 */
public final class DataPlane implements Cache {
    private final TempFolder folder = TempFolder.create("weir-cache-");
    private final int port = FreePort.pick();
    private final int webPort = FreePort.pick();
    private DataPlaneSettings settings = DataPlaneSettings.in(folder.path())
            .argument("--log-level")
            .argument("warn")
            .jvmOption("-Xmx256m")
            .jvmOption("-XX:+UseSerialGC")
            .jvmOption("-XX:TieredStopAtLevel=1");
    private @Nullable DataPlaneProcess process;
    private int mounted;

    /** Does not start it: it may need secrets first. */
    DataPlane(Binding binding) {
        apply(binding);
    }

    /** The document that it runs from now on. */
    public void apply(Binding binding) {
        String document = binding.json(port, webPort);
        write(settings.documents().resolve("cache.json"), document.getBytes(StandardCharsets.UTF_8));
    }

    /** What documents find under that name and key from now on. */
    public void secret(String name, String key, byte[] value) {
        write(settings.secrets().resolve(name).resolve(key), value);
    }

    /** Tells it, before it is started, to keep its data there. */
    public void keepIn(Path data) {
        settings = settings.data(data);
    }

    /** Where it keeps the logs: a folder for each partition. */
    public Path logs() {
        return settings.data().resolve("kafkacachebinding/cache/log");
    }

    /**
     * The same, as Kubernetes mounts a Secret: each key is a link through {@code ..data}, which is replaced in one step
     * when anything changes.
     */
    public void mount(String name, Map<String, byte[]> content) {
        Path secret = settings.secrets().resolve(name);
        Path version = secret.resolve("..version-" + mounted++);
        try {
            Files.createDirectories(version);
            for (Map.Entry<String, byte[]> key : content.entrySet()) {
                Files.write(version.resolve(key.getKey()), key.getValue());
            }
            Path draft = secret.resolve("..data_tmp");
            Files.createSymbolicLink(draft, version.getFileName());
            Files.move(draft, secret.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            for (String key : content.keySet()) {
                Path link = secret.resolve(key);
                if (!Files.isSymbolicLink(link)) {
                    Files.createSymbolicLink(link, Path.of("..data", key));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Tells it, before it is started, that it is one of several. */
    void join(List<DataPlane> all) {
        if (all.size() > 1) {
            settings = settings.argument("--peers")
                    .argument(all.stream().map(DataPlane::address).collect(Collectors.joining(",")))
                    .argument("--ordinal")
                    .argument(Integer.toString(all.indexOf(this)));
        }
    }

    @Override
    public String address() {
        return "127.0.0.1:" + port;
    }

    /** Where it serves web clients. */
    public URI web(String target) {
        return URI.create("http://127.0.0.1:" + webPort + target);
    }

    /** How it runs, what it logs and what it says about itself. */
    public DataPlaneProcess process() {
        return Objects.requireNonNull(process, "it was never started");
    }

    /** The sum over all series of a metric that carry these labels; 0 where there are none. */
    public double metric(String name, String... labels) {
        return process().management().metric(name, labels);
    }

    @Override
    public void start() {
        if (process == null) {
            process = DataPlaneProcess.start(settings);
        } else {
            process.start();
        }
    }

    @Override
    public void kill() {
        process().kill();
    }

    @Override
    public void suspend() {
        process().suspend();
    }

    @Override
    public void resume() {
        process().resume();
    }

    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
        folder.close();
    }

    /** In one step: nobody ever reads half of it. */
    private static void write(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Path draft = file.resolveSibling("." + file.getFileName());
            Files.write(draft, content);
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
