package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathGlobTest {
    @ParameterizedTest
    @CsvSource({
        "/,/",
        "/**,/",
        "/**,/v1",
        "/**,/v1/catalog/7",
        "/v1,/v1",
        "/v1/**,/v1",
        "/v1/**,/v1/",
        "/v1/**,/v1/catalog/7",
        "/v1/*,/v1/catalog",
        "/v1/*,/v1/",
        "/v1/*/prices.json,/v1/catalog/prices.json",
        "/v1/*.json,/v1/prices.json",
        "/**/prices.json,/prices.json",
        "/**/prices.json,/v1/catalog/prices.json",
        "/v1/**/a/**/b,/v1/x/a/a/y/b",
        "/v1/**/b/c,/v1/b/b/c",
        "/**/**,/v1",
    })
    void matches(String pattern, String path) {
        assertThat(PathGlob.of(pattern).matches(path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/,/v1",
        "/v1,/v1/",
        "/v1,/v1/catalog",
        "/v1/**,/v10",
        "/v1/**,/",
        "/v1/*,/v1",
        "/v1/*,/v1/catalog/7",
        "/v1/*.json,/v1/a/prices.json",
        "/**/prices.json,/v1/prices.xml",
        "/v1/**/a/**/b,/v1/x/a/y",
        "/**,*",
        "/**,v1",
    })
    void does_not_match(String pattern, String path) {
        assertThat(PathGlob.of(pattern).matches(path)).isFalse();
    }

    @Test
    void begins_with_a_slash() {
        assertThatThrownBy(() -> PathGlob.of("v1/**")).isInstanceOf(IllegalArgumentException.class);
    }
}
