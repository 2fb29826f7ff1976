package dev.weir.dataplane.net.tls;

import io.netty.handler.codec.http2.Http2SecurityUtil;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a listener shows of itself, and whom it trusts.
 *
 * @param certificate the listener's own
 */
record Identity(X509Certificate certificate, SslContext context) {
    /**
     * Reads it from certificates, key and, where clients need a certificate, their authorities.
     *
     * @param protocols that clients may choose from
     * @throws IOException with what is wrong. Nothing of the key is in it.
     */
    static Identity of(byte[][] contents, List<String> protocols) throws IOException {
        X509Certificate[] chain = certificates(contents[0], "tls.crt");
        PrivateKey key = key(contents[1], chain[0].getPublicKey());
        X509Certificate @Nullable [] authorities =
                contents.length > 2 ? certificates(contents[2], "the file of the clients' authorities") : null;
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(key, chain)
                    .sslProvider(TlsLibrary.provider())
                    .protocols("TLSv1.3", "TLSv1.2");
            if (authorities != null) {
                builder.trustManager(authorities).clientAuth(ClientAuth.REQUIRE);
            }
            if (!protocols.isEmpty()) {
                builder.ciphers(Http2SecurityUtil.CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                        .applicationProtocolConfig(new ApplicationProtocolConfig(
                                Protocol.ALPN,
                                SelectorFailureBehavior.NO_ADVERTISE,
                                SelectedListenerFailureBehavior.ACCEPT,
                                protocols));
            }
            return new Identity(chain[0], builder.build());
        } catch (IllegalArgumentException e) { // so Netty says that something is not what it should be
            throw new IOException("certificate and key cannot be used: " + e.getMessage(), e);
        }
    }

    private static X509Certificate[] certificates(byte[] pem, String what) throws IOException {
        Collection<? extends Certificate> all;
        try {
            all = CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(pem));
        } catch (CertificateException e) {
            throw new IOException(what + " does not hold certificates in PEM", e);
        }
        if (all.isEmpty()) {
            throw new IOException(what + " holds no certificate in PEM");
        }
        return all.toArray(X509Certificate[]::new);
    }

    private static PrivateKey key(byte[] pem, PublicKey certified) throws IOException {
        try {
            String pkcs8 = PrivateKeyPem.asPkcs8(new String(pem, StandardCharsets.US_ASCII));
            byte[] der = Base64.getMimeDecoder().decode(pkcs8.replaceAll("-----[A-Z ]+-----", ""));
            PrivateKey key =
                    KeyFactory.getInstance(certified.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(der));
            if (!belong(key, certified)) {
                throw new IOException("tls.key is not the key of the certificate in tls.crt");
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw new IOException("tls.key cannot be used: " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IOException("tls.key is not the key of the certificate in tls.crt, or is damaged", e);
        }
    }

    /** What one signs the other verifies. */
    private static boolean belong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = switch (certified.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> certified.getAlgorithm(); // such as Ed25519: the name of the key is that of the signature
        };
        byte[] probe = certified.getEncoded();
        Signature signer = Signature.getInstance(algorithm);
        signer.initSign(key);
        signer.update(probe);
        byte[] signature = signer.sign();
        Signature verifier = Signature.getInstance(algorithm);
        verifier.initVerify(certified);
        verifier.update(probe);
        return verifier.verify(signature);
    }
}
