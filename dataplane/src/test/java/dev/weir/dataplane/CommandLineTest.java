package dev.weir.dataplane;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.logging.LogFormat;
import dev.weir.dataplane.net.Transport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandLineTest {
    private static final Map<String, String> HOME = Map.of("HOME", "/home/me");

    @Test
    void theDocumentsAreAllThatMustBeSaid() {
        Settings settings = understood(HOME, "--documents", "orders.yaml");

        assertThat(settings)
                .isEqualTo(new Settings(
                        Path.of("orders.yaml"),
                        Path.of("/home/me/.local/state/weir"),
                        null,
                        new Settings.ManagementAddress(null, 9100),
                        null,
                        null,
                        Transport.EPOLL,
                        Runtime.getRuntime().availableProcessors(),
                        Duration.ofSeconds(20),
                        LogFormat.PLAIN,
                        "info"));
    }

    @Test
    void everyOptionIsTaken() {
        Settings settings = understood(
                Map.of(),
                "-f",
                "docs",
                "--data",
                "d",
                "--secrets=s",
                "--management",
                "127.0.0.1:0",
                "--bind",
                "127.0.0.2",
                "--transport",
                "io_uring",
                "--threads",
                "3",
                "--drain",
                "7",
                "--log",
                "json",
                "--log-level",
                "warn");

        assertThat(settings.documents()).isEqualTo(Path.of("docs"));
        assertThat(settings.data()).isEqualTo(Path.of("d"));
        assertThat(settings.secrets()).isEqualTo(Path.of("s"));
        assertThat(settings.management().host()).hasToString("/127.0.0.1");
        assertThat(settings.management().port()).isZero();
        assertThat(settings.bind()).hasToString("/127.0.0.2");
        assertThat(settings.transport()).isEqualTo(Transport.IO_URING);
        assertThat(settings.threads()).isEqualTo(3);
        assertThat(settings.drain()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings.logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(settings.logLevel()).isEqualTo("warn");
    }

    @Test
    void variablesStandInForOptionsAndOptionsWin() {
        var environment = Map.of(
                "WEIR_DOCUMENTS",
                "from-variable",
                "WEIR_DATA_DIR",
                "from-variable",
                "WEIR_LOG_FORMAT",
                "json",
                "WEIR_MANAGEMENT",
                "");

        Settings settings = understood(environment, "-f", "from-option");

        assertThat(settings.documents()).isEqualTo(Path.of("from-option"));
        assertThat(settings.data()).isEqualTo(Path.of("from-variable"));
        assertThat(settings.logFormat()).isEqualTo(LogFormat.JSON);
        assertThat(settings.management().port()).isEqualTo(9100);
    }

    @Test
    void dataFollowsTheFolderForState() {
        assertThat(understood(Map.of("HOME", "/home/me", "XDG_STATE_HOME", "/state"), "-f", "x")
                        .data())
                .isEqualTo(Path.of("/state/weir"));
    }

    @Test
    void withoutAHomeTheDataFolderMustBeNamed() {
        assertThat(misunderstood(Map.of(), "-f", "x"))
                .containsExactly("--data: there is no home folder to keep data in, name a folder");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        assertThat(misunderstood(HOME, "--documnets", "--threads", "many", "--log", "xml", "--drain"))
                .containsExactly(
                        "--documnets: there is no such option",
                        "--drain: needs a value, SECONDS",
                        "--threads many: it is a number from 1 to 1024",
                        "--documents: say which documents to run, FILE|DIR",
                        "--log xml: choose plain or json");
    }

    @Test
    void anOptionIsNotTakenForTheValueOfAnother() {
        assertThat(misunderstood(HOME, "--documents", "--data", "d")).contains("--documents: needs a value, FILE|DIR");
    }

    @ParameterizedTest
    @CsvSource({
        "--management, x,          --management x: the port is a number from 0 to 65535",
        "--management, 65536,      --management 65536: the port is a number from 0 to 65535",
        "--management, -1,         --management -1: the port is a number from 0 to 65535",
        "--management, no.invalid:1, --management no.invalid:1: there is no host no.invalid",
        "--bind,       no.invalid, --bind no.invalid: there is no host no.invalid",
        "--transport,  kqueue,     '--transport kqueue: choose auto, epoll, nio or io_uring'",
        "--threads,    0,          --threads 0: it is a number from 1 to 1024",
        "--drain,      -1,         --drain -1: it is a number from 0 to 3600",
        "--log-level,  loud,       '--log-level loud: choose one of trace, debug, info, warn, error'",
    })
    void aValueThatCannotBeIsSaid(String option, String value, String problem) {
        assertThat(misunderstood(HOME, "-f", "x", option, value)).containsExactly(problem);
    }

    @Test
    void theUsageTellsEverySetting() {
        for (Setting setting : Setting.values()) {
            assertThat(Usage.text()).contains(setting.option() + " ", setting.variable(), setting.description());
        }
    }

    private static Settings understood(Map<String, String> environment, String... options) {
        CommandLine.Outcome outcome = CommandLine.parse(List.of(options), environment);
        assertThat(outcome).isInstanceOf(CommandLine.Understood.class);
        return ((CommandLine.Understood) outcome).settings();
    }

    private static List<String> misunderstood(Map<String, String> environment, String... options) {
        CommandLine.Outcome outcome = CommandLine.parse(List.of(options), environment);
        assertThat(outcome).isInstanceOf(CommandLine.Misunderstood.class);
        return ((CommandLine.Misunderstood) outcome).problems();
    }
}
