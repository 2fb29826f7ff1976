package dev.weir.dataplane.document;

import dev.weir.api.Problem;
import dev.weir.api.document.SourceFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The files that hold documents: one file, or those of a folder that end in {@code .yaml}, {@code .yml} or
 * {@code .json}.
 *
 * <p>A folder may be a mounted ConfigMap: then {@code ..data} is a link to a folder with the files, which is replaced
 * as a whole when they change. Reading goes through that link once, so that it never sees some files of before and some
 * of after.
 */
final class DocumentFiles {
    private static final String CONFIG_MAP_LINK = "..data";
    private static final int FILES_MAX = 1000;
    private static final int FILE_BYTES_MAX = 1024 * 1024;

    private final Path path;

    DocumentFiles(Path path) {
        this.path = path;
    }

    /** The folder to watch for changes. */
    Path folder() {
        if (Files.isDirectory(path)) {
            return path;
        }
        Path parent = path.toAbsolutePath().getParent();
        return parent == null ? path : parent;
    }

    Snapshot read() {
        var problems = new ArrayList<Problem>();
        try {
            var files = new ArrayList<SourceFile>();
            for (Path file : Files.isDirectory(path) ? list() : List.of(path)) {
                read(file, files, problems);
            }
            if (problems.isEmpty()) {
                return new Snapshot.Texts(files);
            }
        } catch (IOException e) {
            problems.add(unreadable(path, e));
        }
        return new Snapshot.Unreadable(problems);
    }

    private List<Path> list() throws IOException {
        Path link = path.resolve(CONFIG_MAP_LINK);
        Path folder = Files.exists(link) ? link.toRealPath() : path;
        var found = new ArrayList<Path>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, DocumentFiles::holdsDocuments)) {
            for (Path entry : entries) {
                found.add(entry);
                if (found.size() > FILES_MAX) {
                    throw new IOException("it has more than " + FILES_MAX + " files of documents");
                }
            }
        }
        found.sort(null);
        return found;
    }

    private static boolean holdsDocuments(Path file) {
        String name = name(file);
        return !name.startsWith(".")
                && (name.endsWith(".yaml") || name.endsWith(".yml") || name.endsWith(".json"))
                && !Files.isDirectory(file);
    }

    private static void read(Path file, List<SourceFile> files, List<Problem> problems) {
        try {
            long size = Files.size(file);
            if (size > FILE_BYTES_MAX) {
                throw new IOException("it has " + size + " bytes, more than the " + FILE_BYTES_MAX + " of a ConfigMap");
            }
            byte[] bytes = Files.readAllBytes(file);
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            files.add(new SourceFile(name(file), text));
        } catch (CharacterCodingException e) {
            problems.add(new Problem(name(file), "", "", "this is not text in UTF-8", "save it as UTF-8"));
        } catch (IOException e) {
            problems.add(unreadable(file, e));
        }
    }

    private static Problem unreadable(Path file, IOException cause) {
        String name = file.toString();
        return switch (cause) {
            case NoSuchFileException e ->
                new Problem(name, "", "", "it does not exist", "create it, or name another file or folder");
            case AccessDeniedException e ->
                new Problem(name, "", "", "this process may not read it", "grant the user of this process to read it");
            default -> new Problem(name, "", "", "it cannot be read: " + cause.getMessage(), "make it readable");
        };
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
