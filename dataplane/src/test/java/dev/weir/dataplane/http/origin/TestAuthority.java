package dev.weir.dataplane.http.origin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** An authority and what it signed, as files in PEM; made by the JDK's keytool. */
public final class TestAuthority {
    private static final String PASSWORD = "changeit";

    private final Path folder;
    private final Path store;

    public TestAuthority(Path folder) throws Exception {
        this.folder = Files.createDirectories(folder);
        this.store = folder.resolve("all.p12");
        keytool("authority", List.of("-ext", "bc:c", "-ext", "ku:c=keyCertSign"));
    }

    /** The certificate of the authority itself. */
    public Path certificate() throws Exception {
        return pem(
                "authority.crt",
                "CERTIFICATE",
                load().getCertificateChain("authority")[0].getEncoded());
    }

    /** A certificate and its key. */
    public OriginTls.Client issue(String name, String subjectAlternatives) throws Exception {
        keytool(name, List.of("-signer", "authority", "-ext", "san=" + subjectAlternatives));
        var chain = new ArrayList<byte[]>();
        for (Certificate certificate : load().getCertificateChain(name)) {
            chain.add(certificate.getEncoded());
        }
        byte[] key = load().getKey(name, PASSWORD.toCharArray()).getEncoded();
        return new OriginTls.Client(
                pem(name + ".crt", "CERTIFICATE", chain.toArray(byte[][]::new)),
                pem(name + ".key", "PRIVATE KEY", key));
    }

    private void keytool(String name, List<String> more) throws Exception {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(), "-genkeypair"));
        command.addAll(List.of("-alias", name, "-dname", "CN=" + name, "-keyalg", "EC", "-groupname", "secp256r1"));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", store.toString(), "-storepass", PASSWORD));
        command.addAll(List.of("-startdate", "-1d", "-validity", "3"));
        command.addAll(more);
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException("keytool: " + said);
        }
    }

    private KeyStore load() throws GeneralSecurityException, IOException {
        try (InputStream in = Files.newInputStream(store)) {
            KeyStore keys = KeyStore.getInstance("PKCS12");
            keys.load(in, PASSWORD.toCharArray());
            return keys;
        }
    }

    private Path pem(String file, String title, byte[]... contents) throws IOException {
        var text = new StringBuilder();
        for (byte[] content : contents) {
            text.append("-----BEGIN ").append(title).append("-----\n");
            text.append(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content));
            text.append("\n-----END ").append(title).append("-----\n");
        }
        return Files.writeString(folder.resolve(file), text);
    }
}
