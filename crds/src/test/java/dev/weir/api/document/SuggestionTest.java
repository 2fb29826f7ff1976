package dev.weir.api.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    private static final List<String> KNOWN = List.of("exit", "routes", "upstreams", "bootstrapServers");

    @ParameterizedTest
    @CsvSource({
        "upstream,upstreams",
        "upsteams,upstreams",
        "usptreams,upstreams",
        "bootstrapservers,bootstrapServers",
        "bootstrap_servers,bootstrapServers",
        "exti,exit",
        "route,routes",
    })
    void a_few_edits_lead_to_what_was_meant(String word, String meant) {
        assertThat(Suggestion.nearest(word, KNOWN)).hasValue(meant);
    }

    @Test
    void something_else_is_not_what_was_meant() {
        assertThat(Suggestion.nearest("copies", KNOWN)).isEmpty();
        assertThat(Suggestion.nearest("", KNOWN)).isEmpty();
        assertThat(Suggestion.nearest("x".repeat(100_000), KNOWN)).isEmpty();
        assertThat(Suggestion.advice("copies", KNOWN))
                .isEqualTo("write one of: exit, routes, upstreams, bootstrapServers");
    }
}
