package dev.weir.dataplane.kafka.wire;

import dev.weir.dataplane.Patience;
import dev.weir.dataplane.kafka.wire.frame.Frames;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import org.apache.kafka.common.protocol.ApiKeys;
import org.apache.kafka.common.protocol.ApiMessage;

/** A Kafka client that sends exactly what a test says, in the version it says. */
public final class RawClient implements AutoCloseable {
    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int correlationId;

    public RawClient(int port) {
        this(port, 0);
    }

    /** With a receive buffer of that size, so that what is not read piles up at the server. */
    public RawClient(int port, int receiveBuffer) {
        try {
            socket = new Socket();
            if (receiveBuffer > 0) {
                socket.setReceiveBufferSize(receiveBuffer);
            }
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            socket.setSoTimeout(Patience.millis());
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(socket.getOutputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <R extends ApiMessage> R call(int version, ApiMessage request, Class<R> response) {
        send(version, request);
        return receive(version, ApiKeys.forId(request.apiKey()), response);
    }

    public void send(int version, ApiMessage request) {
        ApiKeys api = ApiKeys.forId(request.apiKey());
        sendFrame(Frames.request(api, (short) version, ++correlationId, "raw", request));
    }

    public void sendFrame(ByteBuffer frame) {
        try {
            out.writeInt(frame.remaining());
            byte[] bytes = new byte[frame.remaining()];
            frame.duplicate().get(bytes);
            out.write(bytes);
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public void sendBytes(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    public <R extends ApiMessage> R receive(int version, ApiKeys api, Class<R> response) {
        ByteBuffer frame = receiveFrame();
        return response.cast(Frames.readResponse(api, (short) version, frame).data());
    }

    public ByteBuffer receiveFrame() {
        try {
            byte[] bytes = new byte[in.readInt()];
            in.readFully(bytes);
            return ByteBuffer.wrap(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whether the server has closed the connection; waits for something to come otherwise. */
    public boolean isClosedByServer() {
        try {
            return in.read() < 0;
        } catch (IOException e) {
            return true;
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
