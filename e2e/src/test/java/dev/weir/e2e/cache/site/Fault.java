package dev.weir.e2e.cache.site;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Random;

/** What comes down a connection in the place of a response. */
public enum Fault {
    /** Nothing, while the connection stays. */
    SILENCE,
    /** The first half, then nothing, while the connection stays. */
    HALF_AND_SILENCE,
    /** The connection is reset as soon as it is made, or instead of the response. */
    RESET,
    /** The first half, then the connection is reset. */
    HALF_AND_RESET,
    WRONG_CORRELATION_ID,
    NEGATIVE_LENGTH,
    /** More than any response may have. */
    ENORMOUS_LENGTH,
    /** One that a response could have; what was announced never comes. */
    LENGTH_THAT_LIES,
    /** A whole frame, but of half a response. */
    TRUNCATED_BODY,
    /** A whole frame, but of random bytes after the correlation id. */
    NOISE;

    private static final int BELIEVABLE = 90 << 20;

    /** Whether the connection can go on, to the next response or to none. */
    boolean replace(int length, DataInputStream response, DataOutputStream to, Random random) throws IOException {
        if (this == RESET) {
            return false;
        }
        byte[] body = response.readNBytes(length);
        switch (this) {
            case HALF_AND_SILENCE, HALF_AND_RESET -> send(to, length, body, length / 2);
            case WRONG_CORRELATION_ID -> {
                body[0] ^= 0x55;
                send(to, length, body, length);
            }
            case NEGATIVE_LENGTH -> send(to, -length, body, length);
            case ENORMOUS_LENGTH -> send(to, Integer.MAX_VALUE, body, length);
            case LENGTH_THAT_LIES -> send(to, BELIEVABLE, body, length);
            case TRUNCATED_BODY -> send(to, length / 2, body, length / 2);
            case NOISE -> {
                byte[] noise = new byte[length];
                random.nextBytes(noise);
                System.arraycopy(body, 0, noise, 0, Integer.BYTES);
                send(to, length, noise, length);
            }
            default -> {}
        }
        return this != HALF_AND_RESET;
    }

    private static void send(DataOutputStream to, int announced, byte[] body, int bytes) throws IOException {
        to.writeInt(announced);
        to.write(body, 0, bytes);
        to.flush();
    }
}
