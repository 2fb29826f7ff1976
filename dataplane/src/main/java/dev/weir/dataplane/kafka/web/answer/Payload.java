package dev.weir.dataplane.kafka.web.answer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.weir.dataplane.kafka.web.record.Message;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the bytes of a message may be, and are given as. */
public final class Payload {
    private static final JsonFactory JSON = new JsonFactory();
    private static final Pattern MEDIA_TYPE = Pattern.compile("[!-~]{1,127}/[ -~]{1,255}");

    private static final int READABLE_MAX = 256;

    private Payload() {}

    /** What the message says itself in a header, or else the standard, or else what the value looks like. */
    public static String contentType(Message message, ByteBuffer value, @Nullable String standard) {
        for (String said : message.texts("content-type")) {
            if (MEDIA_TYPE.matcher(said).matches()) {
                return said;
            }
        }
        if (standard != null) {
            return standard;
        }
        String text = text(value);
        if (text == null) {
            return "application/octet-stream";
        }
        return isJson(text) ? "application/json" : "text/plain; charset=utf-8";
    }

    /** Null where they are not UTF-8. */
    static @Nullable String text(ByteBuffer bytes) {
        try {
            return UTF_8.newDecoder().decode(bytes.duplicate()).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }

    /** For people to read, whatever it is, and no longer than they care for. */
    public static String readable(ByteBuffer bytes) {
        ByteBuffer beginning = bytes.slice(bytes.position(), Math.min(bytes.remaining(), READABLE_MAX));
        return UTF_8.decode(beginning) + (bytes.remaining() > READABLE_MAX ? "..." : "");
    }

    static boolean isJson(ByteBuffer bytes) {
        String text = text(bytes);
        return text != null && isJson(text);
    }

    /** Whether the text is one JSON value (RFC 8259) and nothing else. */
    static boolean isJson(String text) {
        try (JsonParser parser = JSON.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Line breaks of JSON are between its tokens alone, where a blank says as much. */
    static String oneLine(String json) {
        return json.replace('\n', ' ').replace('\r', ' ');
    }

    public static byte[] bytes(ByteBuffer bytes) {
        var copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }
}
