package dev.weir.dataplane.http.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.field.FieldList;
import dev.weir.dataplane.http.policy.key.TargetUri;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestLineTest {

    @ParameterizedTest
    @CsvSource({
        "/a/b?c=/d,                    api.example.com,       api.example.com,  /a/b",
        "/,                            API.Example.com:8080,  api.example.com,  /",
        "/,                            example.com.,          example.com,      /",
        "/,                            [2001:DB8::7]:8080,    [2001:db8::7],    /",
        "/,                            [2001:db8::7],         [2001:db8::7],    /",
        "/,                            ,                      '',               /",
        "/a/../b/./c,                  example.com,           example.com,      /b/c",
        "/a/..,                        example.com,           example.com,      /",
        "/../../a,                     example.com,           example.com,      /a",
        "/a/.b,                        example.com,           example.com,      /a/.b",
        "*,                            example.com,           example.com,      *",
        "http://other.com:81/a?b,      example.com,           other.com,        /a",
        "http://other.com,             example.com,           other.com,        /",
        "http://other.com?b,           example.com,           other.com,        /",
        "/redirect?to=http://x.com/y,  example.com,           example.com,      /redirect",
    })
    void theHostAndThePathAreWhatTheRequestIsFor(String target, @Nullable String hostField, String host, String path) {
        String authority = hostField == null ? "" : hostField;
        var request = new RequestHead("GET", TargetUri.of("http", authority, target), FieldList.EMPTY);

        assertThat(RequestLine.of(request)).isEqualTo(new RequestLine("GET", host, path));
    }
}
