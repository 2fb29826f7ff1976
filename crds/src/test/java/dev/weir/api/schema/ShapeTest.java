package dev.weir.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.weir.api.schema.Shape.Field;
import dev.weir.api.schema.Shape.Structure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ShapeTest {
    @Description("Some fields.")
    public record Some(
            @Description("Given.") String given,
            @Description("Absent.") @Nullable String absent,
            @Description("Defaulted.") @Default("7") int defaulted,
            @Description("Any.") @Size(max = 3) List<String> any,
            @Description("Several.") @Size(min = 2, max = 3) Map<String, Boolean> several) {}

    public record Undescribed(@Description("A name.") String name) {}

    @Description("A list that may grow.")
    public record Unbounded(@Description("Names.") List<String> names) {}

    @Description("A time.")
    public record Foreign(@Description("The time.") java.time.Instant time) {}

    @Test
    void what_has_no_other_value_must_be_given() {
        Structure shape = Shape.of(Some.class);

        assertThat(shape.fields().stream().filter(Field::required).map(Field::name))
                .containsExactly("given", "several");
    }

    @Test
    void a_record_that_says_too_little_is_a_bug() {
        assertThatThrownBy(() -> Shape.of(Undescribed.class)).hasMessageContaining("@Description");
        assertThatThrownBy(() -> Shape.of(Unbounded.class)).hasMessage("Unbounded.names has no bound: give it a @Size");
        assertThatThrownBy(() -> Shape.of(Foreign.class)).hasMessageContaining("Foreign.time");
    }
}
