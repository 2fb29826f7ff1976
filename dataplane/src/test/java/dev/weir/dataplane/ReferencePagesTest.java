package dev.weir.dataplane;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.weir.dataplane.logging.LogKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the reference pages to the code. */
class ReferencePagesTest {
    private static final Path PAGES = Path.of("../deploy/reference");
    private static final Path SOURCES = Path.of("src/main/java");
    private static final Pattern METRIC_IN_CODE = Pattern.compile("\"(weir\\.[a-z.]+)\"");
    private static final Pattern METRIC_IN_PAGE = Pattern.compile("(?m)^\\| `(weir_[a-z_]+)` \\|");
    private static final Pattern KEY_IN_PAGE = Pattern.compile("(?m)^\\| `([a-zA-Z]+)` \\|");
    private static final Pattern LITERAL_KEY = Pattern.compile("addKeyValue\\(\\s*\"");

    /** What Prometheus appends to the name of a metric. */
    private static final List<String> SUFFIXES = List.of("", "_total", "_seconds", "_bytes");

    @Test
    void everySettingIsOnItsPageAsTheUsageTellsIt() {
        List<String> rows = Stream.of(Setting.values())
                .map(setting -> "| `%s` | `%s` | %s | %s |"
                        .formatted(
                                setting.option() + " " + setting.value().replace("|", "\\|"),
                                setting.variable(),
                                setting.fallback(),
                                setting.description()))
                .toList();

        assertThat(page("settings.md").lines().filter(line -> line.startsWith("| `--")))
                .containsExactlyElementsOf(rows);
    }

    @Test
    void everyLogKeyIsOnItsPageAndNoOther() {
        Set<String> keys = Arrays.stream(LogKey.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()))
                .map(ReferencePagesTest::value)
                .collect(toCollection(TreeSet::new));

        assertThat(matches(KEY_IN_PAGE, page("logging.md"))).containsExactlyElementsOf(keys);
    }

    @Test
    void noLineIsLoggedWithAnotherKey() {
        assertThat(sources()).noneMatch(source -> LITERAL_KEY.matcher(source).find());
    }

    @Test
    void everyMetricIsOnItsPageAndNoOther() {
        Set<String> inCode = sources()
                .flatMap(source -> matches(METRIC_IN_CODE, source).stream())
                .map(name -> name.replace('.', '_'))
                .collect(toSet());
        List<String> inPage = matches(METRIC_IN_PAGE, page("metrics.md"));

        assertThat(inPage).doesNotHaveDuplicates().isSorted();
        assertThat(inCode).allSatisfy(name -> assertThat(inPage).anyMatch(listed -> isShownAs(name, listed)));
        assertThat(inPage).allSatisfy(listed -> assertThat(inCode).anyMatch(name -> isShownAs(name, listed)));
    }

    private static boolean isShownAs(String name, String listed) {
        return SUFFIXES.stream().anyMatch(suffix -> listed.equals(name + suffix));
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String value(java.lang.reflect.Field field) {
        try {
            return (String) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Stream<String> sources() {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            List<String> texts = files.filter(file -> file.toString().endsWith(".java"))
                    .map(ReferencePagesTest::text)
                    .toList();
            return texts.stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String page(String name) {
        return text(PAGES.resolve(name));
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
