package dev.weir.operator.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.operator.program.Program;
import dev.weir.operator.program.RequiresProgram;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What Prometheus itself makes of the rules. */
@RequiresProgram(value = "promtool", from = "Debian's package prometheus")
class PromtoolTest {
    private static final Path RULES =
            Path.of("../deploy/monitoring/rules.yaml").toAbsolutePath().normalize();
    private static final Path CASES = Path.of("src/test/resources/monitoring").toAbsolutePath();

    @Test
    void it_takes_the_rules() throws Exception {
        assertThat(promtool("check", "rules", "--lint=all", "--lint-fatal", RULES.toString()))
                .contains("SUCCESS: " + AlertsTest.alerts().size() + " rules found");
    }

    @Test
    void each_alert_is_raised_when_it_must_and_not_before() throws Exception {
        assertThat(promtool("test", "rules", "alerts.yaml")).contains("SUCCESS");
    }

    private static String promtool(String... arguments) throws IOException, InterruptedException {
        var command = new String[arguments.length + 1];
        command[0] = "promtool";
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return Program.run(CASES, command);
    }
}
