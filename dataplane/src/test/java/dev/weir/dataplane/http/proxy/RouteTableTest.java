package dev.weir.dataplane.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.api.HttpCondition;
import dev.weir.api.HttpRoute;
import dev.weir.api.Origin;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RouteTableTest {

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
        var table = new RouteTable(List.of(route("r", new HttpCondition(pattern, null, List.of()))));

        assertThat(table.find(new RequestLine("GET", host, "/")).isPresent()).isEqualTo(matches);
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
        var table = new RouteTable(List.of(route("r", new HttpCondition(null, pattern, List.of()))));

        assertThat(table.find(new RequestLine("GET", "h", path)).isPresent()).isEqualTo(matches);
    }

    @Test
    void theMethodIsOneOfThoseThatAreNamed() {
        var table = new RouteTable(List.of(route("r", new HttpCondition(null, null, List.of("GET", "HEAD")))));

        assertThat(table.find(new RequestLine("HEAD", "h", "/"))).isPresent();
        assertThat(table.find(new RequestLine("POST", "h", "/"))).isEmpty();
        assertThat(table.find(new RequestLine("get", "h", "/"))).isEmpty();
    }

    @Test
    void everythingThatAConditionSaysMustBeSo() {
        var table = new RouteTable(List.of(route("r", new HttpCondition("h", "/a", List.of("GET")))));

        assertThat(table.find(new RequestLine("GET", "h", "/a"))).isPresent();
        assertThat(table.find(new RequestLine("PUT", "h", "/a"))).isEmpty();
        assertThat(table.find(new RequestLine("GET", "x", "/a"))).isEmpty();
        assertThat(table.find(new RequestLine("GET", "h", "/b"))).isEmpty();
    }

    @Test
    void anyConditionOfARouteSuffices() {
        var table = new RouteTable(List.of(
                route("r", new HttpCondition(null, "/a", List.of()), new HttpCondition(null, "/b", List.of()))));

        assertThat(table.find(new RequestLine("GET", "h", "/b"))).isPresent();
        assertThat(table.find(new RequestLine("GET", "h", "/c"))).isEmpty();
    }

    @Test
    void theFirstRouteThatMatchesDecides() {
        var table = new RouteTable(List.of(
                route("narrow", new HttpCondition(null, "/a/b", List.of())),
                route("wide", new HttpCondition(null, "/a/**", List.of())),
                route("rest")));

        assertThat(table.find(new RequestLine("GET", "h", "/a/b")))
                .map(HttpRoute::name)
                .hasValue("narrow");
        assertThat(table.find(new RequestLine("GET", "h", "/a/c")))
                .map(HttpRoute::name)
                .hasValue("wide");
        assertThat(table.find(new RequestLine("GET", "h", "/c")))
                .map(HttpRoute::name)
                .hasValue("rest");
    }

    @Test
    void withoutRoutesNothingMatches() {
        assertThat(new RouteTable(List.of()).find(new RequestLine("GET", "h", "/")))
                .isEmpty();
    }

    private static HttpRoute route(String name, HttpCondition... when) {
        return new HttpRoute(name, List.of(when), new Origin(List.of("http://origin")));
    }
}
