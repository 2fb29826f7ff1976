package dev.weir.dataplane.document;

import static java.util.stream.Collectors.toMap;

import dev.weir.api.DocumentChecksum;
import dev.weir.api.Problem;
import dev.weir.api.document.SourceFile;
import java.util.List;

/** What the files say at one moment. */
sealed interface Snapshot {

    /** Their text. */
    record Texts(List<SourceFile> files, String checksum) implements Snapshot {
        Texts(List<SourceFile> files) {
            this(
                    List.copyOf(files),
                    DocumentChecksum.of(files.stream().collect(toMap(SourceFile::name, SourceFile::text))));
        }
    }

    /** They cannot be read. */
    record Unreadable(List<Problem> problems) implements Snapshot {
        public Unreadable {
            problems = List.copyOf(problems);
        }
    }
}
