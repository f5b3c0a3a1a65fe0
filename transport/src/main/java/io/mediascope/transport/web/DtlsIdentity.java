package io.mediascope.transport.web;

import io.mediascope.media.webrtc.DtlsFingerprint;
import java.io.IOException;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;

/** The certificate that a DTLS endpoint shows (RFC 8827 section 6.5): P-256, self-signed, as old as the process. */
public final class DtlsIdentity {
    private static final String SHA_256 = "sha-256";
    private static final Duration BACKDATED = Duration.ofDays(1);
    private static final Duration VALID = Duration.ofDays(3650);
    private static final int SERIAL_BITS = 64;

    private final AsymmetricKeyParameter privateKey;
    private final byte[] certificate;
    private final DtlsFingerprint fingerprint;

    private DtlsIdentity(AsymmetricKeyParameter privateKey, byte[] certificate) {
        this.privateKey = privateKey;
        this.certificate = certificate;
        this.fingerprint = fingerprint(SHA_256, certificate);
    }

    /** Makes a key and its certificate. */
    public static DtlsIdentity create() {
        try {
            SecureRandom random = new SecureRandom();
            ECKeyPairGenerator generator = new ECKeyPairGenerator();
            generator.init(new ECKeyGenerationParameters(
                    ECNamedDomainParameters.lookup(SECObjectIdentifiers.secp256r1), random));
            AsymmetricCipherKeyPair pair = generator.generateKeyPair();
            return new DtlsIdentity(pair.getPrivate(), certify(pair, random).getEncoded());
        } catch (IOException | OperatorCreationException e) {
            throw new IllegalStateException("cannot make a self-signed P-256 certificate", e);
        }
    }

    private static X509CertificateHolder certify(AsymmetricCipherKeyPair pair, SecureRandom random)
            throws IOException, OperatorCreationException {
        Instant now = Instant.now();
        X500Name name = new X500Name("CN=Mediascope");
        return new BcX509v3CertificateBuilder(
                        name,
                        new BigInteger(SERIAL_BITS, random).setBit(SERIAL_BITS),
                        Date.from(now.minus(BACKDATED)),
                        Date.from(now.plus(VALID)),
                        name,
                        pair.getPublic())
                .build(new BcECContentSignerBuilder(
                                new AlgorithmIdentifier(X9ObjectIdentifiers.ecdsa_with_SHA256),
                                new AlgorithmIdentifier(NISTObjectIdentifiers.id_sha256))
                        .build(pair.getPrivate()));
    }

    /** What SDP says of it, by SHA-256. */
    public DtlsFingerprint fingerprint() {
        return fingerprint;
    }

    /** For the engine that signs with it. */
    public AsymmetricKeyParameter privateKey() {
        return privateKey;
    }

    /** DER. */
    public byte[] certificate() {
        return certificate.clone();
    }

    /**
     * The hash of a certificate.
     *
     * @param algorithm as RFC 8122 section 5 names it
     * @throws IllegalArgumentException for one that this runtime does not have
     */
    public static DtlsFingerprint fingerprint(String algorithm, byte[] certificate) {
        try {
            return DtlsFingerprint.of(
                    algorithm, MessageDigest.getInstance(algorithm).digest(certificate));
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no hash function " + algorithm, e);
        }
    }
}
