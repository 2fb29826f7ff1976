import com.google.cloud.tools.jib.api.Containerizer;
import com.google.cloud.tools.jib.api.Jib;
import com.google.cloud.tools.jib.api.TarImage;
import com.google.cloud.tools.jib.api.buildplan.AbsoluteUnixPath;
import com.google.cloud.tools.jib.api.buildplan.FileEntriesLayer;
import com.google.cloud.tools.jib.api.buildplan.FilePermissions;
import com.google.cloud.tools.jib.api.buildplan.ImageFormat;
import com.google.cloud.tools.jib.api.buildplan.Platform;
import com.google.cloud.tools.jib.api.buildplan.Port;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/**
 * An image in an OCI archive. What changes least is in the lowest layers, and equal layers are equal to the byte,
 * whoever builds them and when; but not the AOT cache, which notes how long things took.
 */
class Archive {
    private static final FilePermissions WRITABLE = FilePermissions.fromOctalString("777");
    private static final FilePermissions EXECUTABLE = FilePermissions.fromOctalString("755");
    private static final FilePermissions PLAIN = FilePermissions.fromOctalString("644");
    private static final String OWNER = BaseSystem.USER + ":" + BaseSystem.USER;

    private final Program program;
    private final Staging staging;
    private final String version;

    Archive(Program program, Staging staging, String version) {
        this.program = program;
        this.staging = staging;
        this.version = version;
    }

    Path write() throws Exception {
        String name = "weir/" + program.module + ":" + version;
        Path file = staging.images().resolve("weir-" + program.module + ".tar");
        Path unnamed = staging.work().resolve(file.getFileName());
        Path java = staging.javaHome();
        Path libraries = staging.libraries(program);
        Path cache = staging.aotCache(program);
        Predicate<Path> isOurs = path -> path.getFileName().toString().startsWith("weir-");
        Jib.fromScratch()
                .setFormat(ImageFormat.OCI)
                .setPlatforms(Set.of(new Platform(Platforms.ociName(), "linux")))
                .setCreationTime(staging.time())
                .setUser(OWNER)
                .setEntrypoint(command())
                .setEnvironment(program.environment)
                .addEnvironmentVariable("LANG", "C.UTF-8")
                .setExposedPorts(Port.tcp(program.managementPort))
                .setLabels(Map.of(
                        "org.opencontainers.image.title",
                        program.title,
                        "org.opencontainers.image.version",
                        version,
                        "org.opencontainers.image.licenses",
                        "Apache-2.0"))
                .addFileEntriesLayer(layer("system", staging.common(), path -> !path.startsWith(java)))
                .addFileEntriesLayer(layer("java", staging.common(), path -> path.startsWith(java)))
                .addFileEntriesLayer(layer(
                        "dependencies",
                        staging.root(program),
                        path -> path.startsWith(libraries) && !isOurs.test(path)))
                .addFileEntriesLayer(layer(
                        "application",
                        staging.root(program),
                        path -> Files.isRegularFile(path)
                                && !path.equals(cache)
                                && (!path.startsWith(libraries) || isOurs.test(path))))
                .addFileEntriesLayer(layer("start", staging.root(program), cache::equals))
                .containerize(Containerizer.to(TarImage.at(unnamed).named(name))
                        .setApplicationLayersCache(staging.work().resolve("cache"))
                        .setBaseImageLayersCache(staging.work().resolve("cache"))
                        .setOfflineMode(true));
        nameInFull(name, unnamed, file);
        return file;
    }

    /** Container runtimes look for an image by its full name, which Jib shortens. */
    private static void nameInFull(String name, Path from, Path to) throws IOException {
        try (var in = new TarArchiveInputStream(Files.newInputStream(from));
                var out = new TarArchiveOutputStream(Files.newOutputStream(to))) {
            for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                InputStream content = in;
                if (entry.getName().equals("index.json")) {
                    String index = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                    byte[] named = index.replace('"' + name + '"', "\"docker.io/" + name + '"')
                            .getBytes(StandardCharsets.UTF_8);
                    entry.setSize(named.length);
                    content = new ByteArrayInputStream(named);
                }
                out.putArchiveEntry(entry);
                content.transferTo(out);
                out.closeArchiveEntry();
            }
        }
    }

    private List<String> command() {
        var command =
                new ArrayList<>(List.of("/opt/java/bin/java", "-XX:AOTCache=" + inImage(staging.aotCache(program))));
        command.addAll(program.jvmOptions);
        command.addAll(List.of("-jar", inImage(staging.jar(program))));
        command.addAll(program.arguments);
        return command;
    }

    private String inImage(Path path) {
        return "/" + staging.root(program).relativize(path);
    }

    private FileEntriesLayer layer(String name, Path root, Predicate<Path> chosen) throws IOException {
        var layer = FileEntriesLayer.builder().setName(name);
        try (Stream<Path> paths = Files.walk(root)) {
            for (Path path :
                    paths.filter(chosen).filter(path -> !path.equals(root)).toList()) {
                String target = root.relativize(path).toString();
                layer.addEntry(
                        path,
                        AbsoluteUnixPath.get("/" + target),
                        permissions(path, target),
                        staging.time(),
                        target.equals(BaseSystem.DATA) ? OWNER : "0:0");
            }
        }
        return layer.build();
    }

    private static FilePermissions permissions(Path path, String target) {
        if (target.equals(BaseSystem.TEMPORARY)) {
            return WRITABLE;
        }
        return Files.isDirectory(path) || Files.isExecutable(path) ? EXECUTABLE : PLAIN;
    }
}
