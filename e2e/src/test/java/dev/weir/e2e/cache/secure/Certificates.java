package dev.weir.e2e.cache.secure;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and what it signed, made by the JDK's keytool; in the formats of Kafka's brokers and of secrets. */
public final class Certificates {
    static final String PASSWORD = "changeit";

    private static final String AUTHORITY = "authority";
    private static final String LOOPBACK = "san=ip:127.0.0.1,dns:localhost";

    private final Path folder;

    private Certificates(Path folder) {
        this.folder = folder;
    }

    public static Certificates in(Path folder) {
        var certificates = new Certificates(folder);
        certificates.keytool(
                AUTHORITY, List.of("-ext", "bc:c", "-ext", "ku:c=keyCertSign", "-startdate", "-7d", "-validity", "14"));
        return certificates;
    }

    /** For a server on loopback or for a client. */
    public Certificates issue(String name) {
        keytool(name, List.of("-signer", AUTHORITY, "-ext", LOOPBACK, "-validity", "2"));
        return this;
    }

    /** It was valid until a day ago. */
    Certificates issueExpired(String name) {
        keytool(name, List.of("-signer", AUTHORITY, "-ext", LOOPBACK, "-startdate", "-3d", "-validity", "2"));
        return this;
    }

    /** For a server that is not on loopback. */
    Certificates issueForElsewhere(String name) {
        keytool(name, List.of("-signer", AUTHORITY, "-ext", "san=dns:elsewhere.example", "-validity", "2"));
        return this;
    }

    /** A file with the private key and the certificates of one name. */
    Path keyStore(String name) {
        return write(name + ".p12", store -> store.setKeyEntry(name, key(name), PASSWORD.toCharArray(), chain(name)));
    }

    /** A file with the authority's certificate. */
    Path trustStore() {
        return write("trust.p12", store -> store.setCertificateEntry(AUTHORITY, chain(AUTHORITY)[0]));
    }

    public byte[] authorityPem() {
        return pem("CERTIFICATE", List.of(encoded(chain(AUTHORITY)[0])));
    }

    public byte[] certificatePem(String name) {
        var chain = new ArrayList<byte[]>();
        for (Certificate certificate : chain(name)) {
            chain.add(encoded(certificate));
        }
        return pem("CERTIFICATE", chain);
    }

    public byte[] keyPem(String name) {
        return pem("PRIVATE KEY", List.of(key(name).getEncoded()));
    }

    Certificate certificate(String name) {
        return chain(name)[0];
    }

    private Path all() {
        return folder.resolve("all.p12");
    }

    private void keytool(String name, List<String> more) {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-alias", name, "-dname", "CN=" + name, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-storetype", "PKCS12"));
        command.addAll(List.of("-keystore", all().toString(), "-storepass", PASSWORD));
        command.addAll(more);
        try {
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IllegalStateException("keytool: " + said);
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Key key(String name) {
        try {
            return load().getKey(name, PASSWORD.toCharArray());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Certificate[] chain(String name) {
        try {
            return load().getCertificateChain(name);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private KeyStore load() {
        try (InputStream in = Files.newInputStream(all())) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(in, PASSWORD.toCharArray());
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private interface Filling {
        void fill(KeyStore store) throws GeneralSecurityException;
    }

    private Path write(String file, Filling filling) {
        Path path = folder.resolve(file);
        try (OutputStream out = Files.newOutputStream(path)) {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            filling.fill(store);
            store.store(out, PASSWORD.toCharArray());
            return path;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] encoded(Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] pem(String title, List<byte[]> contents) {
        var text = new StringBuilder();
        for (byte[] content : contents) {
            text.append("-----BEGIN ").append(title).append("-----\n");
            text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
            text.append("\n-----END ").append(title).append("-----\n");
        }
        return text.toString().getBytes(StandardCharsets.US_ASCII);
    }
}
