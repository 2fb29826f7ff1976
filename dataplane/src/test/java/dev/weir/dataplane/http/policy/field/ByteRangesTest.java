package dev.weir.dataplane.http.policy.field;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 sections 14.1.2, 14.2 and 14.4. */
class ByteRangesTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "bytes=0-1 | 0-1",
                "bytes=1- | 1-9",
                "bytes=-3 | 7-9",
                "bytes=-30 | 0-9",
                "bytes=5-100 | 5-9",
                "bytes=0-99999999999999999999999 | 0-9",
                "BYTES=0-1 | 0-1",
                "bytes= 0-1 , 4-5 | 0-1 4-5",
                "bytes=4-5,0-1 | 0-1 4-5",
                "bytes=0-4,3-6 | 0-6",
                "bytes=0-4,5-6 | 0-6",
                "bytes=0-1,20-30 | 0-1",
                "bytes=-1,0-0 | 0-0 9-9",
                "bytes=10- | ''",
                "bytes=-0 | ''",
                "bytes=99999999999999999999999- | ''"
            })
    void of_ten_bytes_these_are_asked_for(String value, String expected) {
        ByteRanges ranges = requireNonNull(ByteRanges.parse(value));

        assertThat(ranges.within(10).stream()
                        .map(range -> range.first() + "-" + range.last())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected.replace("''", ""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes=",
                "bytes",
                "lines=0-1",
                "bytes=1-0",
                "bytes=a-b",
                "bytes=1",
                "bytes=-",
                "bytes=0-1,x",
                "bytes=--1",
                "bytes=0 - 1",
                "0-1",
                "bytes=,"
            })
    void what_is_invalid_or_of_other_units_is_ignored(String value) {
        assertThat(ByteRanges.parse(value)).isNull();
    }

    @Test
    void many_ranges_are_ignored() {
        assertThat(ByteRanges.parse("bytes=" + "0-0,".repeat(32))).isNotNull();
        assertThat(ByteRanges.parse("bytes=" + "0-0,".repeat(33))).isNull();
    }

    @Test
    void nothing_can_be_asked_for_of_nothing() {
        assertThat(List.of("bytes=0-", "bytes=-1"))
                .allSatisfy(value -> assertThat(ByteRanges.parse(value))
                        .matches(ranges -> ranges.within(0).isEmpty()));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bytes 5-4/10",
                "bytes 0-10/10",
                "bytes */10",
                "bytes 0-4",
                "items 0-4/10",
                "bytes=0-4/10",
                "bytes a-b/c",
                "bytes 0-99999999999999999999/*",
                "bytes 0-4/-1"
            })
    void a_content_range_that_is_invalid_tells_nothing(String value) {
        assertThat(ContentRange.of(FieldList.of("Content-Range", value))).isNull();
    }

    @Test
    void a_content_range_tells_position_and_length() {
        assertThat(ContentRange.of(FieldList.of("Content-Range", "bytes 0-4/10")))
                .isEqualTo(new ContentRange(new ByteRange(0, 4), 10));
        assertThat(ContentRange.of(FieldList.of("Content-Range", "bytes 5-9/*")))
                .isEqualTo(new ContentRange(new ByteRange(5, 9), ContentRange.UNKNOWN));
        assertThat(ContentRange.of(new ByteRange(0, 4), 10)).isEqualTo("bytes 0-4/10");
        assertThat(ContentRange.unsatisfied(10)).isEqualTo("bytes */10");
    }
}
