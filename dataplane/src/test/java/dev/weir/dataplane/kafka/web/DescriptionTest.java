package dev.weir.dataplane.kafka.web;

import static dev.weir.dataplane.kafka.web.Batches.batch;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.weir.dataplane.kafka.web.filter.QueryFilters;
import dev.weir.dataplane.kafka.web.write.WebWrites;
import dev.weir.dataplane.kafka.wire.FakeUpstreams;
import io.swagger.v3.parser.OpenAPIV3Parser;
import io.swagger.v3.parser.core.models.ParseOptions;
import io.swagger.v3.parser.core.models.SwaggerParseResult;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Holds the description of what can be asked to what can be asked. */
@Timeout(300)
class DescriptionTest {
    private static final Set<String> OF_FILTERS = Set.of("key", "filter", "headers");

    @SuppressWarnings("NullAway.Init")
    private TestWeb web;

    @SuppressWarnings("NullAway.Init")
    private JsonNode description;

    @BeforeEach
    void open(@TempDir Path folder) {
        web = new TestWeb(folder);
        description = Lines.json(web.get("/openapi.json").body());
        web.upstreams.addTopic("customers", 1);
        FakeUpstreams.Copy copy = web.upstreams.follow("customers", 0, 0, Map.of("cleanup.policy", "compact"));
        copy.view(0, -1);
        copy.append(batch().add(1_800_000_000_000L, "c-17", "{\"n\": 1}", "region", "eu-west")
                .add(1_800_000_000_000L, "c-18", "text", "region", "us", "region", "eu")
                .add(1_800_000_000_000L, "c-19", null)
                .at(0));
    }

    @AfterEach
    void close() {
        web.close();
    }

    @Test
    void itIsOpenApi() {
        var options = new ParseOptions();
        options.setResolve(true);
        SwaggerParseResult parsed =
                new OpenAPIV3Parser().readContents(web.get("/openapi.json").body(), null, options);
        assertThat(parsed.isOpenapi31()).isTrue();
        assertThat(parsed.getMessages()).isEmpty();
        assertThat(parsed.getOpenAPI().getPaths()).hasSize(paths().size());
    }

    @Test
    void whatItRefersToIsThereAndWhatIsThereIsReferredTo() {
        Set<String> referred = new TreeSet<>();
        description.findValuesAsText("$ref").forEach(ref -> referred.add(ref.substring(1)));
        description
                .get("security")
                .forEach(way ->
                        way.fieldNames().forEachRemaining(name -> referred.add("/components/securitySchemes/" + name)));
        Set<String> there = new TreeSet<>();
        description
                .get("components")
                .properties()
                .forEach(kind -> kind.getValue()
                        .fieldNames()
                        .forEachRemaining(name -> there.add("/components/" + kind.getKey() + "/" + name)));
        assertThat(referred).isEqualTo(there);
    }

    @Test
    void thePathsAreThoseThatThereAre() {
        String detail = Lines.json(web.get("/elsewhere").body()).get("detail").asText();
        Set<String> told = new TreeSet<>();
        Matcher path = Pattern.compile("/[a-zA-Z/.]+[a-zA-Z]").matcher(detail);
        while (path.find()) {
            told.add(path.group()
                    .replace("NAME", "{topic}")
                    .replace("KEY", "{key}")
                    .replace("ID", "{id}"));
        }
        assertThat(paths()).isEqualTo(told).hasSizeGreaterThan(5);
    }

    @Test
    void theParametersAreThoseThatAreKnown() {
        var ofMessages = new TreeSet<>(MessagesRequest.PARAMETERS);
        ofMessages.addAll(OF_FILTERS);
        assertThat(queryParameters("/topics/{topic}/messages")).isEqualTo(ofMessages);
        assertThat(OF_FILTERS)
                .allMatch(name -> QueryFilters.isParameter(name.equals("headers") ? "header.region" : name));
        var ofLatest = new TreeSet<>(LatestAnswer.PARAMETERS);
        ofLatest.addAll(LatestAnswer.KEYS);
        assertThat(queryParameters("/topics/{topic}/latest")).isEqualTo(ofLatest);
        var ofWriting = new TreeSet<>(WebWrites.PARAMETERS);
        ofWriting.add("headers");
        assertThat(queryParameters("/topics/{topic}/messages", "post")).isEqualTo(ofWriting);
        var ofKeys = new TreeSet<>(WebWrites.PARAMETERS_OF_KEYS);
        ofKeys.add("headers");
        assertThat(queryParameters("/topics/{topic}/messages/{key}", "put")).isEqualTo(ofKeys);
        assertThat(queryParameters("/topics/{topic}/messages/{key}", "delete")).isEqualTo(ofKeys);
    }

    @Test
    void theMethodsAreThoseThatAreAllowed() {
        for (String path : paths()) {
            Set<String> described = new TreeSet<>(Set.of("HEAD", "OPTIONS"));
            description.get("paths").get(path).fieldNames().forEachRemaining(method -> {
                if (!method.equals("parameters")) {
                    described.add(method.toUpperCase(Locale.ROOT));
                }
            });
            String target = path.replaceAll("\\{[a-z]+}", "customers");
            var patch = HttpRequest.newBuilder(web.uri(target))
                    .method("PATCH", HttpRequest.BodyPublishers.noBody())
                    .build();
            String allowed = web.send(patch).headers().firstValue("allow").orElse("nothing");
            assertThat(new TreeSet<>(List.of(allowed.split(", ", -1)))).as(path).isEqualTo(described);
        }
    }

    @Test
    void theExamplesAreAnsweredAsItSays() {
        int count = 0;
        for (String path : paths()) {
            if (path.contains("{id}")) {
                continue; // there is one only when something was written
            }
            JsonNode get = description.get("paths").get(path).get("get");
            for (String query : queries(path)) {
                String target = path.replace("{topic}", "customers").replace("{key}", "c-17") + query;
                HttpResponse<String> answer = web.get(target);
                assertThat(answer.statusCode()).as(target).isEqualTo(200);
                String type = answer.headers().firstValue("content-type").orElseThrow();
                JsonNode content = get.get("responses").get("200").get("content");
                assertThat(content.has(type) || content.has("*/*"))
                        .as("%s is %s", target, type)
                        .isTrue();
                if (type.equals("application/json") && content.has(type) && !path.equals("/openapi.json")) {
                    check(Lines.json(answer.body()), content.get(type).get("schema"), target);
                }
                count++;
            }
        }
        assertThat(count).isGreaterThan(15);
    }

    @Test
    void whatIsNotTakenIsAnsweredAsItSays() {
        for (String target : List.of(
                "/topics/none/messages",
                "/topics/customers/messages?limit=0",
                "/topics/customers/messages/c-19",
                "/topics/customers/messages/none",
                "/topics/customers/latest")) {
            HttpResponse<String> answer = web.get(target);
            String path = target.replace("none/m", "{topic}/m")
                    .replace("customers", "{topic}")
                    .replaceAll("\\?.*", "")
                    .replaceAll("messages/.*", "messages/{key}");
            JsonNode said = resolved(description
                    .get("paths")
                    .get(path)
                    .get("get")
                    .get("responses")
                    .get(Integer.toString(answer.statusCode())));
            JsonNode schema = said.get("content")
                    .get(answer.headers().firstValue("content-type").orElseThrow())
                    .get("schema");
            check(Lines.json(answer.body()), schema, target);
        }
    }

    @Test
    void itCanBeKept() {
        String tag = web.get("/openapi.json").headers().firstValue("etag").orElseThrow();
        assertThat(web.get("/openapi.json", "If-None-Match", tag).statusCode()).isEqualTo(304);
        assertThat(web.get("/openapi.json", "Accept-Encoding", "gzip").headers().firstValue("content-encoding"))
                .hasValue("gzip");
    }

    private Set<String> paths() {
        var paths = new TreeSet<String>();
        description.get("paths").fieldNames().forEachRemaining(paths::add);
        return paths;
    }

    private List<JsonNode> parameters(String path, String method) {
        var parameters = new ArrayList<JsonNode>();
        description
                .get("paths")
                .get(path)
                .get(method)
                .path("parameters")
                .forEach(each -> parameters.add(resolved(each)));
        return parameters;
    }

    private Set<String> queryParameters(String path) {
        return queryParameters(path, "get");
    }

    private Set<String> queryParameters(String path, String method) {
        var names = new TreeSet<String>();
        for (JsonNode parameter : parameters(path, method)) {
            if (parameter.get("in").asText().equals("query")) {
                names.add(parameter.get("name").asText());
            }
        }
        return names;
    }

    /** One for each example of each parameter. */
    private List<String> queries(String path) {
        var queries = new ArrayList<String>();
        if (!path.endsWith("/latest")) {
            queries.add("");
        }
        for (JsonNode parameter : parameters(path, "get")) {
            String name = parameter.get("name").asText();
            String needed = path.endsWith("/latest") && !name.startsWith("key") ? "key=c-17&" : "";
            if (parameter.get("in").asText().equals("query")) {
                examples(parameter).forEach(example -> queries.add("?" + needed + query(name, example)));
            }
        }
        return queries;
    }

    private static List<JsonNode> examples(JsonNode parameter) {
        var examples = new ArrayList<JsonNode>();
        if (parameter.has("example")) {
            examples.add(parameter.get("example"));
        }
        parameter.path("examples").forEach(each -> examples.add(each.get("value")));
        return examples;
    }

    private static String query(String name, JsonNode example) {
        var parts = new ArrayList<String>();
        if (example.isObject()) {
            example.properties().forEach(each -> parts.add(query(each.getKey(), each.getValue())));
        } else if (example.isArray()) {
            example.forEach(each -> parts.add(query(name, each)));
        } else {
            parts.add(name + "=" + URLEncoder.encode(example.asText(), UTF_8));
        }
        return String.join("&", parts);
    }

    private JsonNode resolved(JsonNode node) {
        return node.has("$ref") ? description.at(node.get("$ref").asText().substring(1)) : node;
    }

    /** Whether everything in it is described, and what is required is there. */
    private void check(JsonNode value, JsonNode described, String where) {
        JsonNode schema = resolved(described);
        for (JsonNode all : schema.path("allOf")) {
            for (JsonNode required : resolved(all).path("required")) {
                assertThat(value.has(required.asText()))
                        .as(where + " " + required)
                        .isTrue();
            }
        }
        if (schema.has("anyOf")) {
            schema = chosen(value, schema.get("anyOf"));
        }
        for (JsonNode required : schema.path("required")) {
            assertThat(value.has(required.asText())).as(where + " " + required).isTrue();
        }
        if (value.isArray() && schema.has("items")) {
            for (JsonNode item : value) {
                check(item, schema.get("items"), where + "[]");
            }
        }
        if (value.isObject() && schema.has("properties")) {
            for (Map.Entry<String, JsonNode> property : value.properties()) {
                JsonNode known = schema.get("properties").get(property.getKey());
                if (known == null) {
                    known = resolved(schema.path("allOf").path(0))
                            .path("properties")
                            .path(property.getKey());
                }
                String at = where + "." + property.getKey();
                assertThat(known.isMissingNode()).as(at).isFalse();
                check(property.getValue(), known, at);
            }
        }
    }

    private JsonNode chosen(JsonNode value, JsonNode choices) {
        for (JsonNode choice : choices) {
            JsonNode schema = resolved(choice);
            boolean fits = true;
            for (JsonNode required : schema.path("required")) {
                fits &= value.has(required.asText());
            }
            if (fits && value.isObject() == schema.path("type").asText().equals("object")) {
                return schema;
            }
        }
        throw new AssertionError("none of the choices is " + value);
    }
}
