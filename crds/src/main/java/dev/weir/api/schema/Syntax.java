package dev.weir.api.schema;

import java.util.regex.Pattern;

/**
 * The ways in which texts are written. The expressions are also those of the CRD, so they keep to what both Java and
 * RE2 understand.
 */
public enum Syntax {
    /** The name of a resource: its pods, Services and their labels are named after it, with something appended. */
    RESOURCE_NAME(
            "[a-z]([a-z0-9-]*[a-z0-9])?",
            48,
            "a name of at most 48 lower-case letters, digits and '-', beginning with a letter",
            "orders"),
    DNS_LABEL(
            "[a-z0-9]([a-z0-9-]*[a-z0-9])?",
            63,
            "a name of at most 63 lower-case letters, digits and '-', beginning and ending with a letter or digit",
            "main"),
    DNS_NAME(
            "[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*",
            253,
            "a name of lower-case letters, digits, '-' and '.'",
            "fast.example.com"),
    TOPIC_GLOB(
            "[a-zA-Z0-9._*?-]+",
            249,
            "the name of a topic, or a glob of letters, digits, '.', '_', '-', '*' (any characters) and '?' (any one)",
            "orders.*"),
    HOST_AND_PORT(
            Parts.HOST + ":" + Parts.PORT,
            260,
            "a host and a port from 1 to 65535, with an IPv6 address in brackets",
            "kafka-0.kafka:9092"),
    ADVERTISED_HOST(
            "([a-zA-Z0-9.:_-]|\\{ordinal\\})+",
            253,
            "a host name or address, in which '{ordinal}' stands for the number of the pod",
            "kafka-{ordinal}.example.com"),
    QUANTITY(
            "(0\\.[0-9]*[1-9][0-9]*|[1-9][0-9]*(\\.[0-9]+)?)(k|M|G|T|P|Ki|Mi|Gi|Ti|Pi)?",
            20,
            "a quantity of bytes above 0",
            "10Gi"),
    DURATION("[1-9][0-9]{0,8}(ms|s|m|h|d)", 11, "a time: a whole number and one of ms, s, m, h, d", "24h"),
    SECRET_KEY("[a-zA-Z0-9._-]+", 253, "the key of a Secret: letters, digits, '.', '_' and '-'", "ca.crt"),
    LABEL_KEY("[a-zA-Z_][a-zA-Z0-9_]*", 63, "the name of a metric's label: letters, digits and '_'", "team"),
    HOST_GLOB(
            "(\\*\\.)?" + Parts.NAME,
            253,
            "a host name without a port, or one that begins with '*.' for all below it",
            "*.example.com"),
    PATH_GLOB(
            "(/(\\*\\*|\\*?([^/*?#\\s]+\\*)*[^/*?#\\s]*))+",
            1024,
            "a path from '/' on, in which '*' stands for any characters but '/' and the segment '**' for any segments"
                    + " or none",
            "/v1/catalog/**"),
    PATH_PREFIX(
            "(/[a-zA-Z0-9._~!$&'()*+,;=:@%-]*)+",
            1024, "the beginning of a path, from '/' on, without a query", "/v1/catalog"),
    FIELD_NAME(
            "[a-zA-Z0-9!#$%&'*+.^_`|~-]+",
            128, "the name of a header field or cookie: letters, digits and '-'", "Accept-Language"),
    PARAMETER_GLOB(
            "[^&=#\\s]+", 128, "the name of a parameter, or a glob in which '*' stands for any characters", "utm_*"),
    MEDIA_TYPE_GLOB(
            "[a-z0-9*!#$&^_.+-]+/[a-z0-9*!#$&^_.+-]+",
            128,
            "a media type in lower case and without parameters, in which '*' stands for any characters",
            "text/*"),
    MEDIA_TYPE(
            Parts.TOKEN + "/" + Parts.TOKEN + "( *; *" + Parts.TOKEN + "=(" + Parts.TOKEN + "|\"[ !#-\\[\\]-~]*\"))*",
            256,
            "a media type, perhaps with parameters",
            "application/json"),
    CACHE_CONTROL(
            "[a-zA-Z0-9!#$%&'*+.^_`|~-]+(=([a-zA-Z0-9!#$%&'*+.^_`|~-]+|\"[^\"]*\"))?"
                    + "(, *[a-zA-Z0-9!#$%&'*+.^_`|~-]+(=([a-zA-Z0-9!#$%&'*+.^_`|~-]+|\"[^\"]*\"))?)*",
            512, "a Cache-Control field of a response", "max-age=60, public"),
    METHOD("[A-Z][A-Z0-9_-]*", 32, "an HTTP method in upper case", "GET"),
    ORIGIN_URL(
            "https?://" + Parts.HOST + "(:" + Parts.PORT + ")?/?",
            280,
            "the URL of an origin: http or https, a host and perhaps a port, and no more",
            "http://catalog.shop.svc:8080"),
    WEB_ORIGIN(
            "\\*|https?://" + Parts.HOST + "(:" + Parts.PORT + ")?",
            280,
            "the origin of web pages: http or https, a host and perhaps a port, and no more; or '*' for all",
            "https://shop.example.com"),
    HTTP_URL(
            "https?://" + Parts.HOST + "(:" + Parts.PORT + ")?/([a-zA-Z0-9._~!$&'()*+,;=:@/?-]|%[0-9a-fA-F]{2})*",
            1024,
            "a URL: http or https, a host and perhaps a port, and a path",
            "https://login.example.com/jwks.json"),
    TOKEN_TEXT(
            "[!-~]+", 512, "a text of ASCII without spaces, as a claim of tokens has it", "https://login.example.com/"),
    SCOPE("[!#-\\[\\]-~]+", 128, "a scope: ASCII without spaces, quotes and '\\'", "orders:read"),
    SUBJECT_GLOB(
            "[^\\x00-\\x1f]+", 512, "the subject of certificates as RFC 2253 writes it, or a glob", "CN=reader,O=Shop"),
    CPU(
            "0\\.([1-9][0-9]{0,2}|0[1-9][0-9]?|00[1-9])|[1-9][0-9]{0,5}(\\.[0-9]{1,3})?|[1-9][0-9]{0,8}m",
            20,
            "a number of CPUs above 0, with at most three decimals, or thousandths of one with 'm'",
            "500m"),
    QUALIFIED_NAME(
            "([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[a-zA-Z0-9]([a-zA-Z0-9._-]{0,61}[a-zA-Z0-9])?",
            317,
            "a name of at most 63 letters, digits, '.', '_' and '-', perhaps with a domain and '/' before it",
            "example.com/team"),
    LABEL_VALUE(
            "([a-zA-Z0-9]([a-zA-Z0-9._-]*[a-zA-Z0-9])?)?",
            63,
            "the value of a label: at most 63 letters, digits, '.', '_' and '-'",
            "shop"),
    JVM_OPTION("-[^\\s\"']+", 1024, "an option of the Java virtual machine, without spaces and quotes", "-XX:+UseZGC"),
    IMAGE(
            "([a-zA-Z0-9.-]+(:[0-9]+)?/)?" + Parts.IMAGE_PATH + "(/" + Parts.IMAGE_PATH + ")*"
                    + "(:[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127})?(@sha256:[0-9a-f]{64})?",
            512,
            "the name of an image, perhaps with a registry, a tag and a digest",
            "registry.example.com/weir/dataplane:1.2");

    private final Pattern pattern;
    private final int lengthMax;
    private final String meaning;
    private final String example;

    Syntax(String expression, int lengthMax, String meaning, String example) {
        this.pattern = Pattern.compile(expression);
        this.lengthMax = lengthMax;
        this.meaning = meaning;
        this.example = example;
    }

    public boolean accepts(String text) {
        return text.length() <= lengthMax && pattern.matcher(text).matches();
    }

    /** Anchored, as a schema wants it. */
    public String expression() {
        return "^" + (pattern.pattern().contains("|") ? "(" + pattern + ")" : pattern) + "$";
    }

    public int lengthMax() {
        return lengthMax;
    }

    /** What such a text is, as the end of "it is not ...". */
    public String meaning() {
        return meaning;
    }

    public String example() {
        return example;
    }

    /** What several syntaxes have in common. */
    private static final class Parts {
        static final String TOKEN = "[a-zA-Z0-9!#$%&'*+.^_`|~-]+";
        static final String IMAGE_PATH = "[a-z0-9]+([._-]+[a-z0-9]+)*";
        static final String LABEL = "[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?";
        static final String NAME = LABEL + "(\\." + LABEL + ")*\\.?";
        static final String HOST = "(" + NAME + "|\\[[0-9a-fA-F]*:[0-9a-fA-F:.]*:[0-9a-fA-F.]*\\])";
        static final String PORT =
                "([1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5])";
    }
}
