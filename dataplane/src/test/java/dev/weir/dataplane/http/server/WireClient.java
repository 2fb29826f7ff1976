package dev.weir.dataplane.http.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.weir.dataplane.Patience;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Locale;

/** Sends and receives HTTP/1 as it is on the wire. */
public record WireClient(Socket socket, InputStream in) implements AutoCloseable {

    /**
     * A response.
     *
     * @param head status line and fields as they came, with the empty line
     * @param content without its framing, but with trailer fields behind it
     */
    public record Reply(String head, String content) {
        public int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        /** The value of the only field of that name; empty when there is none. */
        public String field(String name) {
            String start = "\r\n" + name.toLowerCase(Locale.ROOT) + ": ";
            int at = head.toLowerCase(Locale.ROOT).indexOf(start);
            int from = at + start.length();
            return at < 0 ? "" : head.substring(from, head.indexOf("\r\n", from));
        }
    }

    public static WireClient connect(int port) throws IOException {
        return of(new Socket(InetAddress.getLoopbackAddress(), port));
    }

    public static WireClient of(Socket socket) throws IOException {
        socket.setSoTimeout(Patience.millis());
        return new WireClient(socket, new BufferedInputStream(socket.getInputStream()));
    }

    public WireClient send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(ISO_8859_1));
        return this;
    }

    /** A head of HTTP/1.1 with a Host, and further lines. */
    public WireClient request(String requestLine, String... fields) throws IOException {
        String more = fields.length == 0 ? "" : String.join("\r\n", fields) + "\r\n";
        return send(requestLine + " HTTP/1.1\r\nHost: a.test\r\n" + more + "\r\n");
    }

    /** One response to something else than HEAD. */
    public Reply receive() throws IOException {
        String head = receiveHead();
        var reply = new Reply(head, "");
        if (reply.status() < 200 || reply.status() == 204 || reply.status() == 304) {
            return reply;
        }
        if (reply.field("transfer-encoding").equals("chunked")) {
            return new Reply(head, chunks());
        }
        if (reply.field("content-length").isEmpty()) {
            return new Reply(head, receiveAll());
        }
        int length = Integer.parseInt(reply.field("content-length"));
        return new Reply(head, new String(in.readNBytes(length), ISO_8859_1));
    }

    public String receiveHead() throws IOException {
        var head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed after <" + head + ">");
            }
            head.append((char) octet);
        }
        return head.toString();
    }

    /** What comes until the server closes. */
    public String receiveAll() throws IOException {
        return new String(in.readAllBytes(), ISO_8859_1);
    }

    private String chunks() throws IOException {
        var content = new StringBuilder();
        while (true) {
            String line = line();
            int size = Integer.parseInt(line, 16);
            if (size == 0) {
                for (String trailer = line(); !trailer.isEmpty(); trailer = line()) {
                    content.append(trailer);
                }
                return content.toString();
            }
            content.append(new String(in.readNBytes(size), ISO_8859_1));
            if (!line().isEmpty()) {
                throw new IOException("a chunk is longer than its size");
            }
        }
    }

    private String line() throws IOException {
        var line = new StringBuilder();
        while (line.indexOf("\r\n") < 0) {
            int octet = in.read();
            if (octet < 0) {
                throw new IOException("closed within a line");
            }
            line.append((char) octet);
        }
        return line.substring(0, line.length() - 2);
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
