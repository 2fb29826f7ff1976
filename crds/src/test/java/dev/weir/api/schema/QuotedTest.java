package dev.weir.api.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QuotedTest {
    @Test
    void stays_on_one_line() {
        assertThat(Quoted.of("a\nb\u001b[31m")).isEqualTo("\"a\\u000ab\\u001b[31m\"");
    }

    @Test
    void is_cut_where_it_gets_long() {
        assertThat(Quoted.of("x".repeat(1000))).isEqualTo("\"" + "x".repeat(60) + "...\"");
    }

    @Test
    void does_not_repeat_what_may_be_a_password() {
        assertThat(Quoted.of("https://app:geheim@catalog")).doesNotContain("geheim");
    }
}
