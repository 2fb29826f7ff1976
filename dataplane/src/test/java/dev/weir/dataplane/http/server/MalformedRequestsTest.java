package dev.weir.dataplane.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.kafka.wire.LeakWatch;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What could be understood in two ways is understood in none: it is refused, and the connection closed (RFC 9112
 * section 11). In the tables, ␍ and ␊ are carriage return and line feed, ␀ is NUL, ␉ a tab and ␡ another control
 * character.
 */
@ExtendWith(LeakWatch.class)
class MalformedRequestsTest {
    private final TestServer server = new TestServer(Replies::echo);

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        lengths that differ            | 400 | Content-Length: 5␍␊Content-Length: 6
        a length that is repeated      | 400 | Content-Length: 5␍␊Content-Length: 5
        a list of lengths              | 400 | Content-Length: 5, 5
        a length with a sign           | 400 | Content-Length: +5
        a negative length              | 400 | Content-Length: -5
        a hexadecimal length           | 400 | Content-Length: 0x5
        a length with a blank in it    | 400 | Content-Length: 5 5
        an empty length                | 400 | Content-Length:
        a length beyond all numbers    | 413 | Content-Length: 99999999999999999999999999
        a length and chunks            | 400 | Content-Length: 5␍␊Transfer-Encoding: chunked
        chunks and a length            | 400 | Transfer-Encoding: chunked␍␊Content-Length: 5
        chunked twice                  | 400 | Transfer-Encoding: chunked, chunked
        chunked on two lines           | 400 | Transfer-Encoding: chunked␍␊Transfer-Encoding: chunked
        chunked before something else  | 400 | Transfer-Encoding: chunked, identity
        a coding that is not chunked   | 400 | Transfer-Encoding: identity
        nearly chunked                 | 400 | Transfer-Encoding: xchunked
        chunked with a parameter       | 400 | Transfer-Encoding: chunked;q=1
        chunked in quotes              | 400 | Transfer-Encoding: "chunked"
        no coding                      | 400 | Transfer-Encoding:
        an unknown coding before       | 501 | Transfer-Encoding: gzip, chunked
        an unknown coding on its line  | 501 | Transfer-Encoding: gzip␍␊Transfer-Encoding: chunked
        a vertical tab behind chunked  | 400 | Transfer-Encoding: chunked␡
        whitespace before the colon    | 400 | Transfer-Encoding : chunked
        a tab before the colon         | 400 | Content-Length␉: 5
        a folded field                 | 400 | A: b␍␊ c
        a field folded with a tab      | 400 | A: b␍␊␉c
        a bare line feed               | 400 | A: b␊B: c
        a bare carriage return         | 400 | A: b␍B: c
        NUL in a value                 | 400 | A: b␀c
        NUL in a name                  | 400 | A␀: b
        a control character            | 400 | A: b␡c
        a field without a colon        | 400 | Hello
        a field without a name         | 400 | : hello
        a name that is no token        | 400 | A(b): c
        a second Host                  | 400 | Host: a.test
        an unknown expectation         | 417 | Expect: 200-maybe
        """)
    void fieldsThatAreRefused(String what, int status, String fields) throws IOException {
        refused(status, "GET /a HTTP/1.1␍␊Host: a.test␍␊" + fields + "␍␊␍␊");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
        no version (HTTP/0.9)          | 400 | GET /a␍␊
        HTTP/0.9 by name               | 505 | GET /a HTTP/0.9␍␊
        HTTP/2                         | 505 | GET /a HTTP/2.0␍␊
        HTTP/3                         | 505 | GET /a HTTP/3.0␍␊
        no such version                | 400 | GET /a HTTP/1␍␊
        a long version                 | 400 | GET /a HTTP/1.10␍␊
        another protocol               | 400 | GET /a HTCPCP/1.0␍␊
        a lower-case version           | 400 | GET /a http/1.1␍␊
        a blank at the end             | 400 | GET /a HTTP/1.1 ␍␊
        two blanks before the target   | 400 | GET  /a HTTP/1.1␍␊
        two blanks behind the target   | 400 | GET /a  HTTP/1.1␍␊
        a tab for a blank              | 400 | GET␉/a HTTP/1.1␍␊
        a blank in the target          | 400 | GET /a b HTTP/1.1␍␊
        NUL in the target              | 400 | GET /a␀b HTTP/1.1␍␊
        a control character            | 400 | GET /a␡b HTTP/1.1␍␊
        a letter beyond ASCII          | 400 | GET /ä HTTP/1.1␍␊
        a fragment                     | 400 | GET /a#b HTTP/1.1␍␊
        no target                      | 400 | GET  HTTP/1.1␍␊
        a relative target              | 400 | GET a HTTP/1.1␍␊
        a method that is no token      | 400 | G(T /a HTTP/1.1␍␊
        NUL in the method              | 400 | G␀T /a HTTP/1.1␍␊
        an asterisk for another method | 400 | GET * HTTP/1.1␍␊
        another scheme                 | 400 | GET ftp://a.test/ HTTP/1.1␍␊
        a URI without a host           | 400 | GET http:///a HTTP/1.1␍␊
        a URI with a user              | 400 | GET http://u@a.test/ HTTP/1.1␍␊
        CONNECT                        | 501 | CONNECT a.test:443 HTTP/1.1␍␊
        TRACE                          | 501 | TRACE /a HTTP/1.1␍␊
        a bare line feed               | 400 | GET /a HTTP/1.1␊
        two empty lines before         | 400 | ␍␊␍␊GET /a HTTP/1.1␍␊
        """, ignoreLeadingAndTrailingWhitespace = true)
    void requestLinesThatAreRefused(String what, int status, String line) throws IOException {
        refused(status, line + "Host: a.test␍␊␍␊");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        none                    | X: y
        an empty one            | Host:
        a path                  | Host: a.test/b
        a user                  | Host: u@a.test
        two                     | Host: a.test b.test
        a bad port              | Host: a.test:8o
        a port out of range     | Host: a.test:65536
        a port alone            | Host: :80
        an unfinished literal   | Host: [::1
        a literal of nonsense   | Host: [::x]
        a bad encoding          | Host: a%2.test
        a letter beyond ASCII   | Host: ä.test
        """)
    void hostsThatAreRefused(String what, String field) throws IOException {
        refused(400, "GET /a HTTP/1.1␍␊" + field + "␍␊␍␊");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
        no size                           | ␍␊abc
        a size that is no number          | g␍␊abc
        a negative size                   | -1␍␊abc
        a size with a prefix              | 0x3␍␊abc
        a size with a tab before          | ␉3␍␊abc
        a size with a blank behind        | 3 ␍␊abc
        a size beyond all numbers         | 10000000000000003␍␊abc
        a size that ends with a line feed | 3␊abc␍␊0␍␊␍␊
        something that is no extension    | 3 a␍␊abc␍␊0␍␊␍␊
        an extension without a name       | 3;␍␊abc␍␊0␍␊␍␊
        an extension without a value      | 3;a=␍␊abc␍␊0␍␊␍␊
        an unfinished text                | 3;a="b␍␊abc␍␊0␍␊␍␊
        a carriage return in an extension | 3;a␍b␍␊abc␍␊0␍␊␍␊
        NUL in an extension               | 3;a=␀␍␊abc␍␊0␍␊␍␊
        more data than the size says      | 3␍␊abcd␍␊0␍␊␍␊
        a line feed behind the data       | 3␍␊abc␊0␍␊␍␊
        a carriage return behind the data | 3␍␊abc␍0␍␊␍␊
        a line feed behind a trailer      | 0␍␊A: b␊␍␊
        a folded trailer                  | 0␍␊A: b␍␊ c␍␊␍␊
        a length as a trailer             | 0␍␊Content-Length: 3␍␊␍␊
        a host as a trailer               | 0␍␊Host: b.test␍␊␍␊
        """)
    void chunksThatAreRefused(String what, String content) throws IOException {
        refused(400, "POST /a HTTP/1.1␍␊Host: a.test␍␊Transfer-Encoding: chunked␍␊␍␊" + content);
    }

    @Test
    void http10HasNoChunks() throws IOException {
        refused(400, "POST /a HTTP/1.0␍␊Host: a.test␍␊Transfer-Encoding: chunked␍␊␍␊0␍␊␍␊");
    }

    @Test
    void whatFollowsARefusedRequestIsNotServed() throws IOException {
        try (WireClient client = server.connect()) {
            client.request("POST /a", "Content-Length: 6", "Content-Length: 0").request("GET /smuggled");
            assertThat(client.receiveAll()).contains("400 Bad Request").doesNotContain("smuggled");
        }
    }

    @Test
    void requestsBeforeItAreAnswered() throws IOException {
        try (WireClient client = server.connect()) {
            client.request("GET /before").request("GET bad");
            assertThat(client.receive().content()).isEqualTo("GET /before");
            assertThat(client.receive().status()).isEqualTo(400);
        }
    }

    private void refused(int status, String text) throws IOException {
        try (WireClient client = server.connect()) {
            client.send(text.replace('␍', '\r')
                    .replace('␊', '\n')
                    .replace('␀', '\0')
                    .replace('␉', '\t')
                    .replace('␡', '\u000b'));
            WireClient.Reply reply = client.receive();
            assertThat(reply.status()).as(reply.content()).isEqualTo(status);
            assertThat(reply.content()).startsWith("{").contains("\"error\" : \"");
            assertThat(reply.field("content-type")).isEqualTo("application/json");
            assertThat(reply.field("cache-control")).isEqualTo("no-store");
            assertThat(reply.field("cache-status")).startsWith("weir; detail=");
            assertThat(reply.field("connection")).isEqualTo("close");
            assertThat(reply.field("date")).isNotEmpty();
            assertThat(client.receiveAll()).isEmpty();
        }
    }
}
