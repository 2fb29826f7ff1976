package dev.weir.e2e.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.e2e.arguments.BadArguments;
import dev.weir.e2e.host.ProjectFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoOptionsTest {
    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Test
    void withoutOptionsThePortsAreThoseOfTheHelp() {
        DemoOptions options = DemoOptions.parse(List.of());

        assertThat(options.ports()).extracting(PortUse::port).containsExactly(19092, 9092, 8081, 8080, 8090, 9100);
        assertThat(options.ports())
                .allSatisfy(use -> assertThat(DemoOptions.HELP).containsPattern(use.option() + " .*\\(" + use.port()));
    }

    @Test
    void aPortThatIsNoneIsRefused() {
        assertThatThrownBy(() -> DemoOptions.parse(List.of("--web-port", "80800")))
                .isInstanceOf(BadArguments.class)
                .hasMessage("--web-port must be a number from 1 to 65535, not '80800'");
    }

    @Test
    void onePortForTwoPurposesIsAConflict() {
        DemoOptions options = DemoOptions.parse(List.of("--web-port", "27001", "--http-port", "27001"));

        assertThat(PortUse.conflicts(options.ports()))
                .contains("port 27001 is wanted for the cache for web clients and for the HTTP cache:"
                        + " change one with --web-port or --http-port");
    }

    @Test
    void theSamplesAreRenderedWithTheChosenAddressesAndTheirComments() throws Exception {
        DemoOptions options = DemoOptions.parse(
                List.of("--kafka-port", "8081", "--web-port", "9092", "--upstream-port", "1", "--origin-port", "2"));

        new SampleDocuments(ProjectFolder.root().resolve("deploy/samples"), options).render(folder);

        assertThat(folder.resolve(SampleDocuments.BINDING))
                .content()
                .containsPattern("kafka:\\s+port: 8081")
                .containsPattern("web:\\s+port: 9092")
                .contains("127.0.0.1:1\n", "# ");
        assertThat(folder.resolve(SampleDocuments.HTTP_CACHE)).content().contains("http://127.0.0.1:2\n", "# ");
    }

    @Test
    void aSampleWithoutAnAddressThatIsReplacedIsAMistake() throws Exception {
        Files.writeString(folder.resolve(SampleDocuments.BINDING), "port: 9092\nport: 8081\n");

        assertThatThrownBy(
                        () -> new SampleDocuments(folder, DemoOptions.parse(List.of())).render(folder.resolve("out")))
                .hasMessageContaining("orders.yaml no longer says 'kafka.kafka.svc:9092'");
    }
}
