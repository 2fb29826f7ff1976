package dev.weir.api.document;

import dev.weir.api.Problem;
import dev.weir.api.schema.Quoted;
import dev.weir.api.validation.Validation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents as strictly as the API server would, and tells everything that is wrong with them at once.
 *
 * <p>What {@code kubectl get -o yaml} prints can be read: a status and the server's own metadata are passed over, and a
 * {@code List} is read as what it holds.
 */
public final class DocumentReader {
    private static final String API_VERSION = "weir.dev/v1alpha1";
    private static final SortedMap<String, Class<? extends Record>> KINDS = new TreeMap<>(Map.of(
            KafkaCacheBindingDocument.KIND, KafkaCacheBindingDocument.class,
            HttpCacheDocument.KIND, HttpCacheDocument.class));
    private static final Set<String> PASSED_OVER = Set.of("apiVersion", "kind", "status");

    private final List<Reading> readings = new ArrayList<>();

    private DocumentReader() {}

    public static DocumentSet read(List<SourceFile> files) {
        var reader = new DocumentReader();
        files.forEach(reader::read);
        Neighbours.compare(reader.readings);
        return reader.result();
    }

    private void read(SourceFile file) {
        var findings = new Findings();
        List<Object> trees = YamlStream.read(file.text(), findings);
        readings.add(new Reading(file.name(), "", null, findings));
        trees.forEach(tree -> read(file.name(), tree));
    }

    private void read(String file, Object tree) {
        if (tree instanceof Map<?, ?> list
                && "List".equals(list.get("kind"))
                && list.get("items") instanceof List<?> items) {
            for (Object item : items) {
                readings.add(read(file, item instanceof Map<?, ?> fields ? fields : Map.of()));
            }
        } else if (tree instanceof Map<?, ?> fields) {
            readings.add(read(file, fields));
        } else {
            var findings = new Findings();
            String message = "holds " + Scalars.describe(tree) + " where a document should be";
            findings.add("", message, "begin it with apiVersion, kind, metadata and spec");
            readings.add(new Reading(file, "", null, findings));
        }
    }

    private static Reading read(String file, Map<?, ?> fields) {
        var findings = new Findings();
        String title = title(fields);
        Object version = fields.get("apiVersion");
        if (!API_VERSION.equals(version)) {
            findings.add("apiVersion", misread(version), "write " + API_VERSION);
        }
        Object kind = fields.get("kind");
        Class<? extends Record> type = kind instanceof String name ? KINDS.get(name) : null;
        if (type == null) {
            findings.add("kind", misread(kind), Suggestion.advice(String.valueOf(kind), KINDS.keySet()));
            return new Reading(file, title, null, findings);
        }
        var content = new HashMap<Object, Object>(fields);
        content.keySet().removeAll(PASSED_OVER);
        Document document = (Document) new Binder(findings).bind(type, content, "");
        conclusions(document).forEach(findings::conclude);
        return new Reading(file, title, document, findings);
    }

    private static List<Problem> conclusions(Document document) {
        return switch (document) {
            case KafkaCacheBindingDocument binding -> Validation.of(binding.spec());
            case HttpCacheDocument cache -> Validation.of(cache.spec());
        };
    }

    private static String misread(@Nullable Object word) {
        return word == null ? "is missing" : Scalars.describe(word) + " is not known here";
    }

    private static String title(Map<?, ?> fields) {
        Object name = fields.get("metadata") instanceof Map<?, ?> metadata ? metadata.get("name") : null;
        return Stream.of(fields.get("kind"), name)
                .filter(String.class::isInstance)
                .map(word -> Quoted.plain((String) word))
                .reduce((kind, rest) -> kind + " " + rest)
                .orElse("");
    }

    private DocumentSet result() {
        var bindings = new ArrayList<KafkaCacheBindingDocument>();
        var httpCaches = new ArrayList<HttpCacheDocument>();
        for (Reading reading : readings) {
            if (reading.findings().isEmpty()) {
                switch (reading.document()) {
                    case KafkaCacheBindingDocument binding -> bindings.add(binding);
                    case HttpCacheDocument cache -> httpCaches.add(cache);
                    case null -> {}
                }
            }
        }
        return new DocumentSet(bindings, httpCaches, problems());
    }

    /** Not more than anyone reads, however many files there are. */
    private List<Problem> problems() {
        List<Problem> problems = readings.stream()
                .flatMap(reading -> reading.problems().stream())
                .toList();
        if (problems.size() <= Findings.MAX) {
            return problems;
        }
        int hidden = problems.size() - Findings.MAX;
        var rest = Problem.at("", "there are " + hidden + " more problems", "solve these first");
        return Stream.concat(problems.stream().limit(Findings.MAX), Stream.of(rest))
                .toList();
    }
}
