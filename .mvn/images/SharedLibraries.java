import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The libraries of the system that the runtime and the native code in jars are linked with, as {@code ldd} tells. */
class SharedLibraries {
    /** glibc opens these when it resolves names and when a thread ends: nothing is linked with them. */
    private static final List<String> OPENED_LATER =
            List.of("libnss_files.so.2", "libnss_dns.so.2", "libresolv.so.2", "libgcc_s.so.1");

    /** Lines of {@code ldd}: "libc.so.6 => /lib/x86_64-linux-gnu/libc.so.6 (0x...)", "/lib64/ld-linux.so (0x...)". */
    private static final Pattern FOUND = Pattern.compile("^\\s+(?:\\S+ => )?(/\\S+) \\(0x");

    private static final Pattern MISSING = Pattern.compile("^\\s+(\\S+) => not found");
    private static final byte[] ELF = {0x7f, 'E', 'L', 'F', 2};
    private static final int MACHINE = 18;

    private SharedLibraries() {}

    static void add(Staging staging) throws IOException, InterruptedException {
        List<Path> binaries = binaries(staging.javaHome());
        byte[] java = Files.readAllBytes(staging.javaHome().resolve("bin/java"));
        for (Program program : Program.values()) {
            binaries.addAll(nativeCode(program, staging, java[MACHINE]));
        }
        Set<Path> libraries = linkedWith(binaries);
        libraries.removeIf(library -> library.startsWith(staging.work()));
        Path folder = libraries.stream()
                .filter(library -> library.endsWith("libc.so.6"))
                .findFirst()
                .orElseThrow(() -> new IOException("images are built with glibc, and this JDK is not linked with it"))
                .getParent();
        OPENED_LATER.stream().map(folder::resolve).filter(Files::exists).forEach(libraries::add);
        for (Path library : libraries) {
            Staging.copy(library, staging.common().resolve(library.toString().substring(1)));
        }
    }

    private static List<Path> binaries(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return new ArrayList<>(files.filter(file ->
                            file.getParent().endsWith("bin") || file.toString().endsWith(".so"))
                    .toList());
        }
    }

    /** Unpacks what is for this machine's processor, to ask what it is linked with. */
    private static List<Path> nativeCode(Program program, Staging staging, byte machine) throws IOException {
        var unpacked = new ArrayList<Path>();
        try (Stream<Path> jars = Files.list(staging.libraries(program))) {
            for (Path file : jars.toList()) {
                try (var jar = new JarFile(file.toFile())) {
                    for (Enumeration<JarEntry> entries = jar.entries(); entries.hasMoreElements(); ) {
                        JarEntry entry = entries.nextElement();
                        if (isForLinux(file.getFileName() + "/" + entry.getName()) && isFor(machine, jar, entry)) {
                            Path copy = staging.scratch(program).resolve(entry.getName());
                            Files.createDirectories(copy.getParent());
                            try (InputStream content = jar.getInputStream(entry)) {
                                Files.copy(content, copy);
                            }
                            unpacked.add(copy);
                        }
                    }
                }
            }
        }
        return unpacked;
    }

    private static boolean isForLinux(String path) {
        String name = path.toLowerCase(Locale.ROOT);
        return name.endsWith(".so") && name.contains("linux") && !name.contains("android");
    }

    private static boolean isFor(byte machine, JarFile jar, JarEntry entry) throws IOException {
        try (InputStream content = jar.getInputStream(entry)) {
            byte[] head = content.readNBytes(MACHINE + 1);
            return Arrays.equals(head, 0, ELF.length, ELF, 0, ELF.length) && head[MACHINE] == machine;
        }
    }

    private static Set<Path> linkedWith(Collection<Path> binaries) throws IOException, InterruptedException {
        var names = new TreeSet<String>();
        binaries.forEach(binary -> names.add(binary.getFileName().toString()));
        var libraries = new TreeSet<Path>();
        for (Path binary : binaries) {
            for (String line : Command.output(List.of("ldd", binary.toString())).split("\n")) {
                Matcher found = FOUND.matcher(line);
                Matcher missing = MISSING.matcher(line);
                if (found.find()) {
                    libraries.add(Path.of(found.group(1)).normalize());
                } else if (missing.find() && !names.contains(missing.group(1))) {
                    throw new IOException(binary + " needs " + missing.group(1) + ", which is not on this machine");
                }
            }
        }
        return libraries;
    }
}
