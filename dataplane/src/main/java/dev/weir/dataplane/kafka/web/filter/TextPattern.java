package dev.weir.dataplane.kafka.web.filter;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.weir.api.Glob;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A pattern for keys and values of headers, whose bytes are taken for UTF-8. */
public final class TextPattern {
    private final String text;
    private final Glob glob;
    private final ByteBuffer literal;

    private TextPattern(String text) {
        this.text = text;
        this.glob = Glob.of(text);
        this.literal = ByteBuffer.wrap(text.getBytes(UTF_8));
    }

    public static TextPattern of(String text) {
        return new TextPattern(text);
    }

    /** The one text that it matches, as UTF-8; null where it may match several. */
    @Nullable
    ByteBuffer literal() {
        return glob.isLiteral() ? literal.duplicate() : null;
    }

    boolean matches(String value) {
        return glob.matches(value);
    }

    boolean matches(ByteBuffer bytes) {
        return glob.isLiteral()
                ? literal.equals(bytes)
                : glob.matches(UTF_8.decode(bytes.duplicate()).toString());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TextPattern pattern && pattern.text.equals(text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
