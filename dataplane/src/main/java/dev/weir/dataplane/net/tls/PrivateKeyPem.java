package dev.weir.dataplane.net.tls;

import java.io.ByteArrayOutputStream;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Private keys in PEM. Kafka reads PKCS #8 only, but tools also write the older forms for RSA (PKCS #1, RFC 8017) and
 * elliptic curves (SEC 1, RFC 5915), which PKCS #8 (RFC 5958) wraps in a sequence that names the algorithm.
 */
public final class PrivateKeyPem {
    private static final Pattern BLOCK = Pattern.compile(
            "-----BEGIN ((?:RSA |EC )?)PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END \\1PRIVATE KEY-----");
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final int PARAMETERS = 0xa0;
    private static final byte[] VERSION_0 = {0x02, 1, 0};

    /** 1.2.840.113549.1.1.1, and its parameters, which are NULL. */
    private static final byte[] RSA = {0x06, 9, 0x2a, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xf7, 0x0d, 1, 1, 1, 5, 0};

    /** 1.2.840.10045.2.1; its parameters name the curve. */
    private static final byte[] EC = {0x06, 7, 0x2a, (byte) 0x86, 0x48, (byte) 0xce, 0x3d, 2, 1};

    private PrivateKeyPem() {}

    /**
     * The key in a form that Kafka reads.
     *
     * @throws IllegalArgumentException when there is no key in it that is not encrypted
     */
    public static String asPkcs8(String pem) {
        Matcher block = BLOCK.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException("it holds no private key, or an encrypted one");
        }
        byte[] key = Base64.getMimeDecoder().decode(block.group(2));
        return switch (block.group(1)) {
            case "RSA " -> encode(sequence(VERSION_0, sequence(RSA), element(OCTETS, key)));
            case "EC " -> encode(sequence(VERSION_0, sequence(EC, curve(key)), element(OCTETS, key)));
            default -> encode(key);
        };
    }

    private static String encode(byte[] key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** What the key says of its curve. */
    private static byte[] curve(byte[] key) {
        try {
            ByteBuffer inside = content(ByteBuffer.wrap(key), SEQUENCE);
            while (inside.hasRemaining()) {
                int tag = inside.get(inside.position()) & 0xff;
                ByteBuffer content = content(inside, tag);
                if (tag == PARAMETERS) {
                    byte[] curve = new byte[content.remaining()];
                    content.get(curve);
                    return curve;
                }
            }
        } catch (BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("it is cut off", e);
        }
        throw new IllegalArgumentException("it does not name its curve");
    }

    /** Reads one element and leaves the position behind it. */
    private static ByteBuffer content(ByteBuffer der, int tag) {
        if ((der.get() & 0xff) != tag) {
            throw new IllegalArgumentException("it is not a key");
        }
        int length = der.get() & 0xff;
        if (length >= 0x80) {
            int bytes = length & 0x7f;
            length = 0;
            for (int i = 0; i < bytes; i++) {
                length = length << 8 | (der.get() & 0xff);
            }
        }
        ByteBuffer content = der.slice(der.position(), length);
        der.position(der.position() + length);
        return content;
    }

    private static byte[] sequence(byte[]... parts) {
        var all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return element(SEQUENCE, all.toByteArray());
    }

    private static byte[] element(int tag, byte[] content) {
        var element = new ByteArrayOutputStream();
        element.write(tag);
        if (content.length < 0x80) {
            element.write(content.length);
        } else {
            int bytes = (Integer.SIZE - Integer.numberOfLeadingZeros(content.length) + 7) / 8;
            element.write(0x80 | bytes);
            for (int i = bytes - 1; i >= 0; i--) {
                element.write(content.length >>> (8 * i));
            }
        }
        element.writeBytes(content);
        return element.toByteArray();
    }
}
