package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantitiesTest {
    @ParameterizedTest
    @CsvSource({
        "1,1",
        "500Mi,524288000",
        "1.5Ki,1536",
        "0.0001Ki,1",
        "2k,2000",
        "10G,10000000000",
        "1Pi,1125899906842624",
        "99999Pi,9223372036854775807",
    })
    void a_quantity_is_bytes_rounded_up(String quantity, long bytes) {
        assertThat(Quantities.bytes(quantity)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @CsvSource({"2,2", "0.5,0.5", "1500m,1.5"})
    void cpus_are_counted_in_whole_or_in_thousandths(String quantity, BigDecimal cpus) {
        assertThat(Quantities.cpus(quantity)).isEqualByComparingTo(cpus);
    }

    @ParameterizedTest
    @CsvSource({"250ms,PT0.25S", "30s,PT30S", "5m,PT5M", "24h,PT24H", "7d,PT168H"})
    void a_duration_is_a_number_of_units(String text, Duration duration) {
        assertThat(Quantities.duration(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "h", "24", "24y"})
    void anything_else_is_a_mistake_of_the_caller(String text) {
        assertThatThrownBy(() -> Quantities.duration(text)).isInstanceOf(IllegalArgumentException.class);
    }
}
