package dev.weir.dataplane.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.HttpCondition;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteConditionsTest {

    @ParameterizedTest
    @CsvSource({
        "api.example.com,   api.example.com,     true",
        "API.example.com,   api.example.com,     true",
        "api.example.com,   www.example.com,     false",
        "*.example.com,     api.example.com,     true",
        "*.example.com,     v1.api.example.com,  true",
        "*.example.com,     example.com,         false",
        "*.example.com,     badexample.com,      false",
        "*.example.com,     .example.com,        false",
        "api.example.com,   '',                  false",
        ",                  anything,            true",
    })
    void aHostIsItselfOrAnyBelow(@Nullable String pattern, String host, boolean matches) {
        var conditions = conditions(new HttpCondition(pattern, null, List.of()));

        assertThat(conditions.areMet(new RequestLine("GET", host, "/"))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/catalog/**,  /v1/catalog/shoes/7,  true",
        "/v1/catalog/**,  /v1/catalog,          true",
        "/v1/catalog/**,  /v1/catalogue,        false",
        "/v1/*/prices,    /v1/shoes/prices,     true",
        "/v1/*/prices,    /v1/a/b/prices,       false",
        "/**/prices,      /v1/a/b/prices,       true",
        "/v1,             /v1/,                 false",
        ",                /anything,            true",
    })
    void aPathIsAGlobOverSegments(@Nullable String pattern, String path, boolean matches) {
        var conditions = conditions(new HttpCondition(null, pattern, List.of()));

        assertThat(conditions.areMet(new RequestLine("GET", "h", path))).isEqualTo(matches);
    }

    @Test
    void theMethodIsOneOfThoseThatAreNamed() {
        var conditions = conditions(new HttpCondition(null, null, List.of("GET", "HEAD")));

        assertThat(conditions.areMet(new RequestLine("HEAD", "h", "/"))).isTrue();
        assertThat(conditions.areMet(new RequestLine("POST", "h", "/"))).isFalse();
        assertThat(conditions.areMet(new RequestLine("get", "h", "/"))).isFalse();
    }

    @Test
    void everythingThatAConditionSaysMustBeSo() {
        var conditions = conditions(new HttpCondition("h", "/a", List.of("GET")));

        assertThat(conditions.areMet(new RequestLine("GET", "h", "/a"))).isTrue();
        assertThat(conditions.areMet(new RequestLine("PUT", "h", "/a"))).isFalse();
        assertThat(conditions.areMet(new RequestLine("GET", "x", "/a"))).isFalse();
        assertThat(conditions.areMet(new RequestLine("GET", "h", "/b"))).isFalse();
    }

    @Test
    void anyConditionOfARouteSuffices() {
        var conditions = conditions(new HttpCondition(null, "/a", List.of()), new HttpCondition(null, "/b", List.of()));

        assertThat(conditions.areMet(new RequestLine("GET", "h", "/b"))).isTrue();
        assertThat(conditions.areMet(new RequestLine("GET", "h", "/c"))).isFalse();
    }

    @Test
    void withoutConditionsAllAreTaken() {
        assertThat(conditions().areMet(new RequestLine("GET", "h", "/"))).isTrue();
    }

    private static RouteConditions conditions(HttpCondition... when) {
        return RouteConditions.of(List.of(when));
    }
}
