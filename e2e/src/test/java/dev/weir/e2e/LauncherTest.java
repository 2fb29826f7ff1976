package dev.weir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.e2e.host.ProjectFolder;
import dev.weir.e2e.host.TempFolder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The script {@code ./weir} itself; what it starts has tests of its own. */
@Timeout(300)
class LauncherTest {
    private static final Path LAUNCHER = ProjectFolder.root().resolve("weir");

    private final TempFolder temp = TempFolder.create("weir-test-");
    private final Path folder = temp.path();

    private record Outcome(int status, String output) {}

    @AfterEach
    void delete() {
        temp.close();
    }

    @Test
    void helpNamesEveryCommand() throws Exception {
        Outcome help = run(LAUNCHER, Map.of(), "help");

        assertThat(help.status()).isZero();
        assertThat(help.output())
                .contains(
                        "demo ",
                        "serve ",
                        "consume ",
                        "topics ",
                        "purge ",
                        "images ",
                        "test ",
                        "format ",
                        "build ",
                        "help ");
        assertThat(run(LAUNCHER, Map.of())).isEqualTo(help);
        assertThat(run(LAUNCHER, Map.of(), "--help")).isEqualTo(help);
    }

    @Test
    void anUnknownCommandIsRefusedWithTheHelp() throws Exception {
        Outcome outcome = run(LAUNCHER, Map.of(), "dmeo");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).contains("Usage:").endsWith("./weir: unknown command 'dmeo'\n");
    }

    @Test
    void itFindsItsRepositoryThroughLinksFromAnyFolder() throws Exception {
        Path absolute = Files.createSymbolicLink(folder.resolve("absolute"), LAUNCHER);
        Path relative = Files.createSymbolicLink(folder.resolve("relative"), Path.of("absolute"));

        assertThat(run(relative, Map.of(), "help").status()).isZero();
        assertThat(run(absolute, Map.of("PATH", tools("dirname", "readlink", "cat")), "format"))
                .isEqualTo(new Outcome(
                        1, "./weir: needs Maven 3.8.6 or newer and found none. Install the package maven.\n"));
    }

    @Test
    void aMachineWithoutTheJdkIsToldWhatToInstall() throws Exception {
        Path script = Files.copy(LAUNCHER, folder.resolve("weir"));
        String nowhere = Files.readString(script)
                .replace("/usr/lib/jvm", folder + "/none")
                .replace("/opt/", folder + "/none/");
        Files.writeString(script, nowhere);

        Outcome outcome = run(
                script, Map.of("JAVA_HOME", "", "HOME", folder.toString(), "PATH", tools("dirname", "mvn")), "demo");

        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).startsWith("./weir: needs JDK 25 and found none. Install temurin-25-jdk");
    }

    /** A folder with links to these programs only, to be the PATH. */
    private String tools(String... names) throws Exception {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        for (String name : names) {
            Path program = Arrays.stream(System.getenv("PATH").split(":"))
                    .map(entry -> Path.of(entry, name))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(bin.resolve(name), program);
        }
        return bin.toString();
    }

    private Outcome run(Path script, Map<String, String> environment, String... arguments) throws Exception {
        var command = new ArrayList<>(List.of("/bin/sh", script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Outcome(process.waitFor(), output);
    }
}
