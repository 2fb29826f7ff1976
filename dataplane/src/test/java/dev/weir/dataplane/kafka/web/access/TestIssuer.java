package dev.weir.dataplane.kafka.web.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;

/** Signs tokens, and publishes the keys that it has signed them with. */
public final class TestIssuer {
    public static final String NAME = "https://login.test/";
    public static final String AUDIENCE = "weir";

    private final List<JWK> keys = new ArrayList<>();

    public TestIssuer() {
        rotate("first");
    }

    /** Signs with a new key from now on. */
    public TestIssuer rotate(String id) {
        try {
            keys.add(new ECKeyGenerator(Curve.P_256)
                    .keyID(id)
                    .keyUse(KeyUse.SIGNATURE)
                    .generate());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    /** Signs with a new key of the other sort from now on. */
    TestIssuer rotateToRsa(String id) {
        try {
            keys.add(new RSAKeyGenerator(2048).keyID(id).generate());
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
        return this;
    }

    /** What it publishes. */
    public String keySet() {
        return new JWKSet(keys).toString(true);
    }

    /** Claims with which a token is taken until then. */
    public static JWTClaimsSet.Builder claims(Instant expires) {
        return new JWTClaimsSet.Builder()
                .issuer(NAME)
                .audience(AUDIENCE)
                .subject("somebody")
                .expirationTime(Date.from(expires));
    }

    public String token(JWTClaimsSet.Builder claims) {
        return signed(claims, "at+jwt");
    }

    String signed(JWTClaimsSet.Builder claims, String type) {
        JWK key = keys.getLast();
        var algorithm = key instanceof RSAKey ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256;
        try {
            JWSSigner signer = key instanceof RSAKey rsa ? new RSASSASigner(rsa) : new ECDSASigner((ECKey) key);
            var header = new JWSHeader.Builder(algorithm)
                    .keyID(key.getKeyID())
                    .type(new JOSEObjectType(type))
                    .build();
            return serialized(header, claims, signer);
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    /** As somebody does who knows no more than what is published, and hopes that it is taken for a secret. */
    String signedWithThePublicKey(JWTClaimsSet.Builder claims) {
        try {
            byte[] published = ((RSAKey) keys.getLast()).toRSAPublicKey().getEncoded();
            var header = new JWSHeader.Builder(JWSAlgorithm.HS256)
                    .keyID(keys.getLast().getKeyID())
                    .build();
            return serialized(header, claims, new MACSigner(published));
        } catch (JOSEException e) {
            throw new AssertionError(e);
        }
    }

    static String unsigned(JWTClaimsSet.Builder claims) {
        return new PlainJWT(claims.build()).serialize();
    }

    private static String serialized(JWSHeader header, JWTClaimsSet.Builder claims, JWSSigner signer)
            throws JOSEException {
        var token = new SignedJWT(header, claims.build());
        token.sign(signer);
        return token.serialize();
    }
}
