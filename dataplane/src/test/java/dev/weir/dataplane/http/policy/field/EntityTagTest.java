package dev.weir.dataplane.http.policy.field;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 section 8.8.3. */
class EntityTagTest {
    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '\'',
            value = {
                "W/\"1\", W/\"1\", false, true",
                "W/\"1\", W/\"2\", false, false",
                "W/\"1\", \"1\", false, true",
                "\"1\", \"1\", true, true"
            })
    void tags_compare_strongly_and_weakly_as_in_the_table_of_section_8_8_3_2(
            String one, String other, boolean strongly, boolean weakly) {
        assertThat(new EntityTag(one).matchesStrongly(new EntityTag(other))).isEqualTo(strongly);
        assertThat(new EntityTag(one).matchesWeakly(new EntityTag(other))).isEqualTo(weakly);
        assertThat(new EntityTag(other).matchesWeakly(new EntityTag(one))).isEqualTo(weakly);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"a\"", "\"b\", \"a\", \"c\"", "\"b\",W/\"a\"", " \"b\" , \"a\" ", "\"b\",,\"a\""})
    void a_tag_is_found_in_a_list(String list) {
        assertThat(new EntityTag("\"a\"").isIn(list)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"b\"", "a", "\"A\"", "\"x,\"a\"", "w/\"a\"", "\"b, \"a\", \"c\""})
    void what_is_not_equal_is_not_found(String list) {
        assertThat(new EntityTag("\"a\"").isIn(list)).isFalse();
    }

    @Test
    void commas_and_backslashes_within_a_tag_are_part_of_it() {
        assertThat(new EntityTag("\"a,b\"").isIn("\"x\", \"a,b\"")).isTrue();
        assertThat(new EntityTag("\"a\\\"").isIn("\"a\\\", \"b\"")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "w/\"abc\"", "W\\\"abc\"", "W\"abc\""})
    void a_malformed_tag_is_never_strong_but_equal_to_itself(String text) {
        var tag = new EntityTag(text);

        assertThat(tag.isStrong()).isFalse();
        assertThat(tag.matchesStrongly(tag)).isFalse();
        assertThat(tag.isIn("\"x\", " + text)).isTrue();
    }

    @Test
    void characters_beyond_ascii_are_compared_like_others() {
        assertThat(new EntityTag("\"abcdef\u00fc\"").isIn("\"abcdef\u00fc\"")).isTrue();
    }
}
