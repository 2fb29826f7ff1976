package dev.weir.e2e.arguments;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ArgumentsTest {
    @Test
    void valuesFollowAnOptionOrItsEqualsSign() {
        Arguments arguments = parse("orders", "--max", "7", "--bootstrap=localhost:9092", "--all");

        assertThat(arguments.word("TOPIC")).isEqualTo("orders");
        assertThat(arguments.number("--max", 1, 1, 10)).isEqualTo(7);
        assertThat(arguments.value("--bootstrap")).contains("localhost:9092");
        assertThat(arguments.has("--all")).isTrue();
    }

    @Test
    void whatIsNotGivenHasItsDefault() {
        assertThat(parse().number("--max", 3, 1, 10)).isEqualTo(3);
        assertThat(parse().value("--bootstrap")).isEmpty();
    }

    @Test
    void whatMakesNoSenseIsNamed() {
        assertThatThrownBy(() -> parse("--maximum", "7")).hasMessage("unknown option --maximum");
        assertThatThrownBy(() -> parse("--max")).hasMessage("--max needs a value");
        assertThatThrownBy(() -> parse("--max", "many").number("--max", 1, 1, 10))
                .hasMessage("--max must be a number from 1 to 10, not 'many'");
        assertThatThrownBy(() -> parse("--max", "11").number("--max", 1, 1, 10))
                .hasMessage("--max must be a number from 1 to 10, not '11'");
        assertThatThrownBy(() -> parse().word("TOPIC")).hasMessage("TOPIC is missing");
        assertThatThrownBy(() -> parse("a", "b").word("TOPIC")).hasMessage("one TOPIC only, not [a, b]");
        assertThatThrownBy(() -> parse("a").noWords()).hasMessage("unknown argument a");
    }

    private static Arguments parse(String... typed) {
        return Arguments.parse(List.of(typed), Set.of("--max", "--bootstrap"), Set.of("--all"));
    }
}
