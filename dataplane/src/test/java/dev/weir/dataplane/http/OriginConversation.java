package dev.weir.dataplane.http;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link ScriptedOrigin}, as its script has it. */
public final class OriginConversation {
    /**
     * A request, or only its head.
     *
     * @param head request line and fields as they came
     */
    public record Request(String head, String body) {
        public String line() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        /** The value of a field, or null. */
        public @Nullable String field(String name) {
            String start = name.toLowerCase(Locale.ROOT) + ":";
            return head.lines()
                    .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(start))
                    .map(line -> line.substring(start.length()).strip())
                    .findFirst()
                    .orElse(null);
        }
    }

    private final ScriptedOrigin origin;
    private final Socket socket;
    private final BufferedInputStream in;
    private int number;

    OriginConversation(ScriptedOrigin origin, Socket socket) throws IOException {
        this.origin = origin;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Waits for the first byte; what closes without one was a probe. */
    boolean begins() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return false;
        }
        in.reset();
        number = origin.number();
        return true;
    }

    /** Which of the connections this is, from 1. */
    public int number() {
        return number;
    }

    public InputStream in() {
        return in;
    }

    /** A whole request, or null when the client has closed. */
    public @Nullable Request readRequest() throws IOException {
        in.mark(1);
        if (in.read() < 0) {
            return null;
        }
        in.reset();
        Request head = readHead();
        var request = new Request(head.head(), readBody(head));
        origin.note(request);
        return request;
    }

    public Request readHead() throws IOException {
        var head = new StringBuilder();
        for (String line = required(readLine()); !line.isEmpty(); line = required(readLine())) {
            head.append(line).append("\r\n");
        }
        return new Request(head.append("\r\n").toString(), "");
    }

    /** The content that this head announces; the trailers of chunks follow it as lines. */
    public String readBody(Request head) throws IOException {
        String length = head.field("Content-Length");
        if (length != null) {
            return read(Integer.parseInt(length));
        }
        if (head.field("Transfer-Encoding") == null) {
            return "";
        }
        var body = new StringBuilder();
        while (true) {
            int size = Integer.parseInt(required(readLine()), 16);
            if (size == 0) {
                break;
            }
            body.append(read(size));
            required(readLine());
        }
        for (String line = required(readLine()); !line.isEmpty(); line = required(readLine())) {
            body.append('\n').append(line);
        }
        return body.toString();
    }

    public String read(int bytes) throws IOException {
        byte[] read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new IOException("the client closed after " + read.length + " of " + bytes + " bytes");
        }
        return new String(read, StandardCharsets.ISO_8859_1);
    }

    public void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes); // whoever has it all may close, so that nothing can be done after it
    }

    /** Says nothing more, and does not close, until the origin is closed. */
    public void stall() throws InterruptedException {
        origin.hold();
    }

    /** Waits until the client closes, passing over what it sends. */
    public void awaitClose() throws IOException {
        while (in.read() >= 0) {
            // on to the end
        }
    }

    /** Closes so that the client sees a reset. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    public void close() throws IOException {
        socket.close();
    }

    private @Nullable String readLine() throws IOException {
        var line = new ByteArrayOutputStream();
        for (int next = in.read(); next >= 0; next = in.read()) {
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).replace("\r", "");
            }
            line.write(next);
        }
        return null;
    }

    private static String required(@Nullable String line) throws IOException {
        if (line == null) {
            throw new IOException("the client closed in the middle of its request");
        }
        return line;
    }
}
