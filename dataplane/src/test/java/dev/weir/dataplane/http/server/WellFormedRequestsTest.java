package dev.weir.dataplane.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.http.policy.RequestHead;
import dev.weir.dataplane.http.policy.key.TargetUri;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How requests of HTTP/1 reach whoever answers them. */
class WellFormedRequestsTest {
    private final BlockingQueue<RequestHead> heads = new LinkedBlockingQueue<>();
    private final TestServer server = new TestServer(exchange -> {
        heads.add(exchange.head());
        Replies.ok(exchange, exchange.peer().protocol());
    });
    private WireClient client;

    @BeforeEach
    void connect() throws IOException {
        client = server.connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        server.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
        GET /a?b=c                     | http://a.test/a?b=c
        GET /                          | http://a.test/
        GET //b.test/c                 | http://a.test//b.test/c
        GET /a<b>"{}^                  | http://a.test/a<b>"{}^
        GET http://b.test/c?d          | http://b.test/c?d
        GET HTTP://B.test:80           | http://b.test/
        GET http://b.test?d            | http://b.test/?d
        GET https://b.test:444/c       | http://b.test:444/c
        OPTIONS *                      | http://a.test*
        OPTIONS http://b.test          | http://b.test*
        """, quoteCharacter = '\0')
    void theTargetInAllItsForms(String line, String uri) throws IOException {
        assertThat(head(line).uri()).hasToString(uri);
    }

    @ParameterizedTest
    @CsvSource({
        "A.Test, a.test",
        "a.test:8080, a.test:8080",
        "a.test:80, a.test",
        "a.test:, a.test",
        "[::1]:81, [::1]:81",
        "127.0.0.1, 127.0.0.1",
        "a_b-c~d.test, a_b-c~d.test",
        "a%20b, a%20b"
    })
    void theHost(String host, String authority) throws IOException {
        client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").receive();
        assertThat(heads.remove().uri().authority()).isEqualTo(authority);
    }

    @Test
    void theHostMayChangeFromRequestToRequest() throws IOException {
        for (String host : List.of("a.test", "b.test", "a.test")) {
            client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n").receive();
            assertThat(heads.remove().uri()).isEqualTo(new TargetUri("http", host, "/", null));
        }
    }

    @Test
    void http10NeedsNoHost() throws IOException {
        assertThat(client.send("GET /a HTTP/1.0\r\n\r\n").receive().content()).isEqualTo("HTTP/1.0");
        assertThat(heads.remove().uri()).isEqualTo(new TargetUri("http", "", "/a", null));
    }

    @Test
    void aLaterMinorVersionIsServedLikeTheLatestKnown() throws IOException {
        assertThat(client.send("GET /a HTTP/1.2\r\nHost: a.test\r\n\r\n")
                        .receive()
                        .content())
                .isEqualTo("HTTP/1.1");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "QUERY", "get", "M-SEARCH", "x!#$%&'*+.^_`~"})
    void methodsAreTokensInTheirOwnCase(String method) throws IOException {
        client.request(method + " /a");
        assertThat(client.receiveHead()).startsWith("HTTP/1.1 200 OK");
        assertThat(heads.remove().method()).isEqualTo(method);
    }

    @Test
    void fieldsAreFoundInAnyCaseAndKeepTheirOrder() throws IOException {
        RequestHead head = head("GET /", "accept:text/html", "X-Empty:", "ACCEPT: \t*/* \t", "x-byte: \u00e4,b");
        assertThat(head.fields().first("Accept")).isEqualTo("text/html");
        assertThat(head.fields().all("accept")).containsExactly("text/html", "*/*");
        assertThat(head.fields().combined("accept")).isEqualTo("text/html, */*");
        assertThat(head.fields().first("x-empty")).isEmpty();
        assertThat(head.fields().first("x-byte")).isEqualTo("\u00e4,b");
        assertThat(head.fields().has("x-none")).isFalse();
        assertThat(head.fields().all("x-none")).isEmpty();
        var lines = new ArrayList<String>();
        head.fields().forEach((name, value) -> lines.add(name + "=" + value));
        assertThat(lines)
                .containsExactly("Host=a.test", "accept=text/html", "X-Empty=", "ACCEPT=*/*", "x-byte=\u00e4,b");
    }

    @Test
    void thereMayBeAHundredFields() throws IOException {
        String[] fields = new String[99];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = "X-" + i + ": " + i;
        }
        assertThat(head("GET /", fields).fields().first("x-98")).isEqualTo("98");
    }

    private RequestHead head(String line, String... fields) throws IOException {
        client.request(line, fields);
        assertThat(client.receive().status()).isEqualTo(200);
        return heads.remove();
    }
}
