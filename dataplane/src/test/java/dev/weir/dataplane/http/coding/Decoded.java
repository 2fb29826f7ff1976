package dev.weir.dataplane.http.coding;

import com.aayushatharva.brotli4j.decoder.BrotliInputStream;
import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.GZIPInputStream;

/** Contents as clients decode them. */
public final class Decoded {
    private Decoded() {}

    public static byte[] whole(String coding, byte[] content) throws IOException {
        try (InputStream in = stream(coding, new ByteArrayInputStream(content))) {
            return in.readAllBytes();
        }
    }

    /** As it comes. */
    public static InputStream stream(String coding, InputStream content) throws IOException {
        return switch (coding) {
            case "br" -> new ByteByByte(new BrotliInputStream(content));
            case "zstd" -> new ZstdInputStreamNoFinalizer(content).setContinuous(true);
            case "gzip" -> new GZIPInputStream(content);
            case "" -> content;
            default -> throw new IOException("unknown: " + coding);
        };
    }

    /** The decoder of Brotli reads on before it gives what was asked for, unless that is one byte. */
    private static final class ByteByByte extends FilterInputStream {
        private ByteByByte(BrotliInputStream in) {
            super(in);
            in.enableEagerOutput();
        }

        @Override
        public int read(byte[] to, int offset, int length) throws IOException {
            int next = length == 0 ? 0 : read();
            if (length > 0 && next >= 0) {
                to[offset] = (byte) next;
            }
            return next < 0 ? -1 : Math.min(length, 1);
        }
    }
}
