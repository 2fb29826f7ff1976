package dev.weir.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DocumentChecksumTest {

    @Test
    void itIsTheSameForEver() {
        // whoever wrote the documents may run another version than whoever reads them
        assertThat(DocumentChecksum.of(Map.of("a.yaml", "kind: A\n", "b.yaml", "ü")))
                .isEqualTo("sha256:f264f36a5fb59c9cf8467af590f88eb1bfa22c1d7c87885e4d0b09b189e3e9ef");
    }

    @Test
    void theOrderOfTheFilesDoesNotMatter() {
        var forth = new LinkedHashMap<String, String>();
        forth.put("a.yaml", "a");
        forth.put("b.yaml", "b");
        var back = new LinkedHashMap<String, String>();
        back.put("b.yaml", "b");
        back.put("a.yaml", "a");

        assertThat(DocumentChecksum.of(forth)).isEqualTo(DocumentChecksum.of(back));
    }

    @Test
    void everyCharacterOfATextCounts() {
        assertThat(DocumentChecksum.of(Map.of("a.yaml", "a")))
                .isNotEqualTo(DocumentChecksum.of(Map.of("a.yaml", "a\n")));
    }

    @Test
    void theNameOfAFileCounts() {
        assertThat(DocumentChecksum.of(Map.of("a.yaml", "a"))).isNotEqualTo(DocumentChecksum.of(Map.of("b.yaml", "a")));
    }

    @Test
    void whereOneFileEndsAndTheNextBeginsCounts() {
        assertThat(DocumentChecksum.of(Map.of("a", "b", "c", "d")))
                .isNotEqualTo(DocumentChecksum.of(Map.of("a", "b1\nc1\nd")))
                .isNotEqualTo(DocumentChecksum.of(Map.of("ab", "", "c", "d")));
    }
}
