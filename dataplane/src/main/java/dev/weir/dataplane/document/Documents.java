package dev.weir.dataplane.document;

import dev.weir.api.Problem;
import dev.weir.api.document.Document;
import dev.weir.api.document.DocumentSet;
import dev.weir.api.document.SourceFile;
import dev.weir.dataplane.document.DocumentsState.Active;
import dev.weir.dataplane.document.DocumentsState.Rejected;
import dev.weir.dataplane.logging.LogKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps what runs in step with what the files say, and tells both. */
public final class Documents {
    private static final Logger log = LoggerFactory.getLogger(Documents.class);

    private static final Duration RETRY_TIME = Duration.ofSeconds(5);

    private final DocumentFiles files;
    private final Function<List<SourceFile>, DocumentSet> reader;
    private final DocumentApplier applier;
    private final InstantSource clock;
    private @Nullable Instant retry;
    private volatile DocumentsState state = new DocumentsState(null, null);

    /**
     * @param path a file, or a folder of files
     * @param reader turns their text into documents
     * @param applier makes the documents run
     */
    public Documents(
            Path path, Function<List<SourceFile>, DocumentSet> reader, DocumentApplier applier, InstantSource clock) {
        this.files = new DocumentFiles(path);
        this.reader = reader;
        this.applier = applier;
        this.clock = clock;
    }

    /** What runs and what was rejected, at this moment. */
    public DocumentsState state() {
        return state;
    }

    DocumentFiles files() {
        return files;
    }

    /**
     * Runs what the files say, when it is not what runs already. What was refused is tried again after a while, because
     * the reason may be gone: a port that another process used, a secret that was missing. Called on one thread at a
     * time.
     */
    void load(Snapshot snapshot) {
        switch (snapshot) {
            case Snapshot.Unreadable unreadable -> reject(null, unreadable.problems());
            case Snapshot.Texts texts -> load(texts);
        }
    }

    /** Whether loading it would change anything. */
    boolean isNews(Snapshot snapshot) {
        Rejected rejected = state.rejected();
        Active active = state.active();
        return switch (snapshot) {
            case Snapshot.Unreadable unreadable -> rejected == null || !rejected.sameAs(null, unreadable.problems());
            case Snapshot.Texts texts
            when rejected != null -> !texts.checksum().equals(rejected.checksum()) || retryIsDue();
            case Snapshot.Texts texts ->
                active == null || !texts.checksum().equals(active.loaded().checksum());
        };
    }

    private boolean retryIsDue() {
        Instant due = retry;
        return due != null && !clock.instant().isBefore(due);
    }

    private void load(Snapshot.Texts texts) {
        retry = null;
        Active active = state.active();
        if (active != null && active.loaded().checksum().equals(texts.checksum())) {
            restored(active);
            return;
        }
        DocumentSet set = parse(texts);
        if (!set.problems().isEmpty()) {
            reject(texts.checksum(), withThoseOfTheRest(set, texts));
            return;
        }
        var loaded = new LoadedDocuments(texts.checksum(), locate(set, texts.files()));
        List<Problem> problems = applier.apply(loaded);
        if (!problems.isEmpty()) {
            reject(texts.checksum(), problems);
            retry = clock.instant().plus(RETRY_TIME);
            return;
        }
        state = new DocumentsState(new Active(loaded, clock.instant()), null);
        log.atInfo()
                .addKeyValue(LogKey.CHECKSUM, loaded.checksum())
                .addKeyValue(LogKey.DOCUMENTS, loaded.documents().size())
                .log("Documents are active");
    }

    /** Everything that is wrong with the files, without running what they say. */
    public List<Problem> check() {
        return switch (files.read()) {
            case Snapshot.Unreadable unreadable -> unreadable.problems();
            case Snapshot.Texts texts -> parse(texts).problems();
        };
    }

    private DocumentSet parse(Snapshot.Texts texts) {
        if (texts.files().isEmpty()) {
            String folder = files.folder().toString();
            Problem none = new Problem(
                    folder, "", "", "there is no document here", "put a *.yaml, *.yml or *.json file into this folder");
            return new DocumentSet(List.of(), List.of(), List.of(none));
        }
        return reader.apply(texts.files());
    }

    /** At the start, when nothing runs yet, the user is told at once what else would not run. */
    private List<Problem> withThoseOfTheRest(DocumentSet set, Snapshot.Texts texts) {
        var problems = new ArrayList<>(set.problems());
        if (state.active() == null) {
            problems.addAll(applier.check(new LoadedDocuments(texts.checksum(), locate(set, texts.files()))));
        }
        return problems;
    }

    private void restored(Active active) {
        if (state.rejected() != null) {
            state = new DocumentsState(active, null);
            log.atInfo()
                    .addKeyValue(LogKey.CHECKSUM, active.loaded().checksum())
                    .log("The files say again what is active");
        }
    }

    private void reject(@Nullable String checksum, List<Problem> problems) {
        Rejected before = state.rejected();
        if (before != null && before.sameAs(checksum, problems)) {
            return;
        }
        state = new DocumentsState(state.active(), new Rejected(checksum, problems, clock.instant()));
        problems.forEach(problem -> log.atError().log("{}", problem));
        if (state.active() != null) {
            log.atError()
                    .addKeyValue(LogKey.CHECKSUM, checksum == null ? "none" : checksum)
                    .addKeyValue(LogKey.PROBLEMS, problems.size())
                    .log("The documents are rejected, those of before stay active");
        }
    }

    /** Tells which file each document is in, which is found out by reading them one by one. */
    private List<LoadedDocument> locate(DocumentSet set, List<SourceFile> sources) {
        var located = new ArrayList<LoadedDocument>();
        List<Document> valid = all(set);
        for (SourceFile source : sources) {
            for (Document document : all(reader.apply(List.of(source)))) {
                if (valid.contains(document)) {
                    located.add(new LoadedDocument(document, source.name()));
                }
            }
        }
        return located;
    }

    private static List<Document> all(DocumentSet set) {
        return Stream.<Document>concat(set.bindings().stream(), set.httpCaches().stream())
                .toList();
    }
}
