package dev.weir.dataplane.http.store.memory;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.VarHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the JDK does not offer of Linux, from the C library. */
final class SystemCalls {
    private static final StructLayout FAILURE = Linker.Option.captureStateLayout();
    private static final VarHandle ERRNO = FAILURE.varHandle(MemoryLayout.PathElement.groupElement("errno"));

    private static final Path LARGE_PAGES = Path.of("/sys/kernel/mm/transparent_hugepage/shmem_enabled");

    private static final int EINVAL = 22;

    private static final int CLOSED_ON_EXEC = 1;
    /** Some systems refuse files in memory that might be run; older ones do not know the flag. */
    private static final int NEVER_RUN = 8;

    private static final int MADV_REMOVE = 9;
    private static final int MADV_NOHUGEPAGE = 15;
    private static final int MADV_POPULATE_WRITE = 23;

    private final MethodHandle memfdCreate;
    private final MethodHandle madvise;
    private final MethodHandle close;
    final int pageBytes;

    private SystemCalls(MethodHandle memfdCreate, MethodHandle madvise, MethodHandle close, int pageBytes) {
        this.memfdCreate = memfdCreate;
        this.madvise = madvise;
        this.close = close;
        this.pageBytes = pageBytes;
    }

    static SystemCalls find() throws IOException {
        if (!System.getProperty("os.name").equals("Linux")) {
            throw new IOException("this is not Linux");
        }
        if (!SystemCalls.class.getModule().isNativeAccessEnabled()) {
            throw new IOException("the JVM was not given --enable-native-access");
        }
        if (makesAllPagesLarge()) {
            throw new IOException(LARGE_PAGES + " says force");
        }
        var pageSize = function("getpagesize", FunctionDescriptor.of(ValueLayout.JAVA_INT));
        try {
            return new SystemCalls(
                    failing(
                            "memfd_create",
                            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.JAVA_INT)),
                    failing(
                            "madvise",
                            FunctionDescriptor.of(
                                    ValueLayout.JAVA_INT,
                                    ValueLayout.ADDRESS,
                                    ValueLayout.JAVA_LONG,
                                    ValueLayout.JAVA_INT)),
                    function("close", FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT)),
                    (int) pageSize.invokeExact());
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Meant for testing. Of a large page the system clears a part where it lies, even while a socket has it. */
    private static boolean makesAllPagesLarge() {
        try {
            return Files.readString(LARGE_PAGES).contains("[force]");
        } catch (IOException e) {
            return false; // it has none
        }
    }

    /** A descriptor of a new file that is nowhere but in memory. */
    int memoryFile(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment failure = arena.allocate(FAILURE);
            MemorySegment text = arena.allocateFrom(name);
            int descriptor = (int) memfdCreate.invokeExact(failure, text, CLOSED_ON_EXEC | NEVER_RUN);
            if (descriptor < 0 && errno(failure) == EINVAL) {
                descriptor = (int) memfdCreate.invokeExact(failure, text, CLOSED_ON_EXEC);
            }
            if (descriptor < 0) {
                throw failed("memfd_create", failure);
            }
            return descriptor;
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    void close(int descriptor) {
        try {
            int ignored = (int) close.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** So that a page is never of two contents: see {@link #makesAllPagesLarge}. */
    void keepPagesSmall(MemorySegment mapped) {
        try {
            advise(mapped, MADV_NOHUGEPAGE);
        } catch (IOException e) {
            // it knows none but small ones
        }
    }

    /** Takes the memory for these pages now, so that it cannot be missing when they are written. */
    void populate(MemorySegment mapped) throws IOException {
        advise(mapped, MADV_POPULATE_WRITE);
    }

    /**
     * Gives the memory of these pages back and leaves a hole in the file. Where a socket still has pages of them it
     * keeps those, with what is in them, until they are sent.
     */
    void remove(MemorySegment mapped) throws IOException {
        advise(mapped, MADV_REMOVE);
    }

    private void advise(MemorySegment mapped, int advice) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment failure = arena.allocate(FAILURE);
            if ((int) madvise.invokeExact(failure, mapped, mapped.byteSize(), advice) != 0) {
                throw failed("madvise " + advice, failure);
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static int errno(MemorySegment failure) {
        return (int) ERRNO.get(failure, 0L);
    }

    private static IOException failed(String call, MemorySegment failure) {
        return new IOException(call + " failed, errno " + errno(failure));
    }

    private static MethodHandle failing(String name, FunctionDescriptor type) throws IOException {
        return function(name, type, Linker.Option.captureCallState("errno"));
    }

    @SuppressWarnings("restricted")
    private static MethodHandle function(String name, FunctionDescriptor type, Linker.Option... options)
            throws IOException {
        Linker linker = Linker.nativeLinker();
        MemorySegment address =
                linker.defaultLookup().find(name).orElseThrow(() -> new IOException("the C library has no " + name));
        return linker.downcallHandle(address, type, options);
    }
}
