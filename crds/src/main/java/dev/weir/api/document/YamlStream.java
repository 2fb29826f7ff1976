package dev.weir.api.document;

import dev.weir.api.schema.Quoted;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.ConstructorException;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.representer.Representer;

/**
 * The documents of a YAML file as maps, lists and scalars, as {@code kubectl} would read them. JSON is YAML.
 *
 * <p>Aliases are references, not copies: what they stand for multiplied costs nothing until someone walks it, and the
 * {@link Binder} walks no further than the shape of a record.
 */
final class YamlStream {
    /** As much as fits into a ConfigMap. */
    static final int LENGTH_MAX = 1 << 20;

    private static final int DEPTH_MAX = 50;
    private static final int ALIASES_MAX = 50;

    private YamlStream() {}

    static List<Object> read(String text, Findings findings) {
        if (text.length() > LENGTH_MAX) {
            findings.add("", "has more than " + LENGTH_MAX + " characters", "split it into several files");
            return List.of();
        }
        var documents = new ArrayList<>();
        Iterator<Object> parsed = yaml().loadAll(text).iterator();
        boolean more = true;
        while (more) {
            try {
                more = parsed.hasNext();
                @Nullable Object document = more ? parsed.next() : null;
                if (document != null) {
                    documents.add(document);
                }
            } catch (YAMLException e) {
                findings.add("", reason(e), "correct the YAML there");
                // what was parsed but makes no sense, such as a field given twice, leaves the next document readable
                more = e instanceof ConstructorException;
            } catch (NumberFormatException e) {
                findings.add("", "has a number that is none: " + Quoted.plain(oneLine(e.getMessage())), "correct it");
            }
        }
        return documents;
    }

    private static Yaml yaml() {
        var options = new LoaderOptions();
        options.setAllowDuplicateKeys(false);
        options.setAllowRecursiveKeys(false);
        options.setMaxAliasesForCollections(ALIASES_MAX);
        options.setNestingDepthLimit(DEPTH_MAX);
        options.setCodePointLimit(LENGTH_MAX);
        return new Yaml(
                new PlainData(options),
                new Representer(new DumperOptions()),
                new DumperOptions(),
                options,
                new KubernetesScalars());
    }

    private static String reason(YAMLException e) {
        if (e instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
            Mark mark = marked.getProblemMark();
            return "line %d, column %d: %s"
                    .formatted(mark.getLine() + 1, mark.getColumn() + 1, oneLine(marked.getProblem()));
        }
        return oneLine(e.getMessage());
    }

    private static String oneLine(@Nullable String message) {
        return message == null
                ? "is not YAML"
                : message.strip().lines().findFirst().orElse("is not YAML");
    }
}
