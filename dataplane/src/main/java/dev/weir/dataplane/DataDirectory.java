package dev.weir.dataplane;

import dev.weir.api.Problem;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The folder that this process keeps its data in, and shares with no other process. */
final class DataDirectory implements AutoCloseable {
    private static final String LOCK_FILE = ".lock";

    private final FileChannel lockFile;

    /** What came of opening it. */
    sealed interface Outcome {}

    record Opened(DataDirectory directory) implements Outcome {}

    record Unusable(Problem problem) implements Outcome {}

    private DataDirectory(FileChannel lockFile) {
        this.lockFile = lockFile;
    }

    static Outcome open(Path path) {
        try {
            Files.createDirectories(path);
        } catch (FileAlreadyExistsException e) {
            return unusable(path, "it is not a folder", "name a folder with --data");
        } catch (IOException e) {
            return notWritable(path, e);
        }
        try {
            FileChannel file =
                    FileChannel.open(path.resolve(LOCK_FILE), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(file)) {
                return new Opened(new DataDirectory(file));
            }
            file.close();
            return unusable(path, "another process uses it", "stop that process, or name another folder with --data");
        } catch (IOException e) {
            return notWritable(path, e);
        }
    }

    @Override
    public void close() throws IOException {
        lockFile.close();
    }

    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    private static Outcome notWritable(Path path, IOException cause) {
        String message = cause instanceof AccessDeniedException
                ? "this process may not write to it"
                : "it cannot be written to (" + cause.getMessage() + ")";
        return unusable(path, message, "make it writable, or name another folder with --data");
    }

    private static Outcome unusable(Path path, String message, String advice) {
        return new Unusable(new Problem("", "", "--data " + path, message, advice));
    }
}
