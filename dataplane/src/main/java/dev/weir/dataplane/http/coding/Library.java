package dev.weir.dataplane.http.coding;

import com.aayushatharva.brotli4j.Brotli4jLoader;
import com.aayushatharva.brotli4j.encoder.BrotliOutputStream;
import com.aayushatharva.brotli4j.encoder.Encoder;
import com.github.luben.zstd.ZstdOutputStreamNoFinalizer;
import com.github.luben.zstd.util.Native;
import dev.weir.dataplane.http.policy.Coding;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Who codes. Event loops wait meanwhile, so each codes at a level at which a piece of 64 KiB of text takes about a
 * millisecond; the levels above save a few per cent of the content for that much more of time and more.
 */
public enum Library {
    GZIP(256 * 1024) {
        @Override
        OutputStream encoder(OutputStream out) throws IOException {
            return new Gzip(out);
        }

        @Override
        @Nullable
        Throwable missing() {
            return null;
        }
    },
    BROTLI(2 * 1024 * 1024) {
        private static final int QUALITY = 5;

        @Override
        OutputStream encoder(OutputStream out) throws IOException {
            return new BrotliOutputStream(out, Encoder.Parameters.create(QUALITY, WINDOW_LOG), BUFFER_BYTES);
        }

        @Override
        @Nullable
        Throwable missing() {
            return Brotli4jLoader.getUnavailabilityCause();
        }
    },
    ZSTANDARD(1536 * 1024) {
        private static final int LEVEL = 3;

        @Override
        OutputStream encoder(OutputStream out) throws IOException {
            return new ZstdOutputStreamNoFinalizer(out, LEVEL).setWindowLog(WINDOW_LOG);
        }

        @Override
        @Nullable
        Throwable missing() {
            try {
                Native.load();
                return null;
            } catch (LinkageError e) {
                return e;
            }
        }
    };

    private static final int BUFFER_BYTES = 16 * 1024;

    /**
     * How far back it looks for what it has seen: 256 KiB. Pages are seldom longer, each response on its way takes a
     * multiple of it, and every decoder is up to it (for zstd RFC 9659 demands 8 MiB).
     */
    private static final int WINDOW_LOG = 18;

    private final int memoryBytes;

    Library(int memoryBytes) {
        this.memoryBytes = memoryBytes;
    }

    public static Library of(Coding coding) {
        return switch (coding) {
            case GZIP -> GZIP;
            case BR -> BROTLI;
            case ZSTD -> ZSTANDARD;
            case IDENTITY -> throw new IllegalArgumentException("identity takes no coding");
        };
    }

    /** About what one encoder takes outside the heap. */
    public int memoryBytes() {
        return memoryBytes;
    }

    /** Why there is none on this machine; null when there is. */
    @Nullable
    public String unavailable() {
        Throwable why = missing();
        return why == null ? null : String.valueOf(why.getMessage());
    }

    private static final class Gzip extends GZIPOutputStream {
        /** The next one took twice the time for three per cent. */
        private static final int LEVEL = 5;

        private Gzip(OutputStream out) throws IOException {
            super(out, BUFFER_BYTES, true);
            def.setLevel(LEVEL);
        }
    }

    abstract OutputStream encoder(OutputStream out) throws IOException;

    abstract @Nullable Throwable missing();
}
