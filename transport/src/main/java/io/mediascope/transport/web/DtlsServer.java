package io.mediascope.transport.web;

import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.webrtc.DtlsFingerprint;
import java.io.IOException;
import java.time.Duration;
import java.util.Hashtable;
import java.util.List;
import java.util.Set;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/**
 * What one DTLS 1.2 handshake with a WebRTC client wants (RFC 8827 section 6.5, RFC 5764): ECDHE_ECDSA with AES-GCM, the extended
 * master secret, an SRTP profile, and a client certificate with an announced fingerprint.
 */
final class DtlsServer extends DefaultTlsServer {
    /** RFC 8122 section 5; weaker ones are not taken. */
    private static final Set<String> HASHES = Set.of("sha-256", "sha-384", "sha-512");

    private static final int FIRST_RESEND_MS = 250;

    private final BcTlsCrypto crypto;
    private final DtlsIdentity identity;
    private final List<DtlsFingerprint> expected;
    private final int handshakeMs;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;
    private boolean fingerprintRefused;

    DtlsServer(BcTlsCrypto crypto, DtlsIdentity identity, List<DtlsFingerprint> expected, Duration handshakeWithin) {
        super(crypto);
        this.crypto = crypto;
        this.identity = identity;
        this.expected = List.copyOf(expected);
        this.handshakeMs = (int) handshakeWithin.toMillis();
    }

    /** Null before the handshake is complete. */
    @Nullable
    SrtpKeys keys() {
        return keys;
    }

    boolean fingerprintRefused() {
        return fingerprintRefused;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return TlsUtils.getSupportedCipherSuites(crypto, new int[] {
            CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384
        });
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
        return true;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return handshakeMs;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return FIRST_RESEND_MS;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() throws IOException {
        Certificate chain = new Certificate(new TlsCertificate[] {crypto.createCertificate(identity.certificate())});
        return new BcDefaultTlsCredentialedSigner(
                new TlsCryptoParameters(context),
                crypto,
                identity.privateKey(),
                chain,
                new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
    }

    @Override
    public CertificateRequest getCertificateRequest() {
        return new CertificateRequest(
                new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
                TlsUtils.getDefaultSupportedSignatureAlgorithms(context),
                null);
    }

    /** RFC 8122 section 6.2: the certificate must be one that the signalling announced. */
    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
        if (chain == null
                || chain.isEmpty()
                || !announced(chain.getCertificateAt(0).getEncoded())) {
            fingerprintRefused = true;
            throw new TlsFatalAlert(
                    AlertDescription.bad_certificate,
                    "the client's certificate has none of the announced fingerprints");
        }
    }

    private boolean announced(byte[] certificate) {
        for (DtlsFingerprint fingerprint : expected) {
            if (HASHES.contains(fingerprint.algorithm())
                    && DtlsIdentity.fingerprint(fingerprint.algorithm(), certificate)
                            .equals(fingerprint)) {
                return true;
            }
        }
        return false;
    }

    // BouncyCastle's interface has raw types.
    @Override
    @SuppressWarnings("rawtypes")
    public void processClientExtensions(Hashtable clientExtensions) throws IOException {
        super.processClientExtensions(clientExtensions);
        UseSRTPData offered = TlsSRTPUtils.getUseSRTPExtension(clientExtensions);
        profile = offered == null ? null : choose(offered.getProtectionProfiles());
        if (profile == null) {
            throw new TlsFatalAlert(AlertDescription.handshake_failure, "no SRTP profile in common");
        }
    }

    private static @Nullable SrtpProfile choose(int[] offered) {
        for (SrtpProfile candidate : SrtpProfile.values()) {
            for (int code : offered) {
                if (code == DtlsSrtp.code(candidate)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public Hashtable getServerExtensions() throws IOException {
        Hashtable extensions = super.getServerExtensions();
        if (profile != null) {
            TlsSRTPUtils.addUseSRTPExtension(
                    extensions, new UseSRTPData(new int[] {DtlsSrtp.code(profile)}, TlsUtils.EMPTY_BYTES));
        }
        return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
        super.notifyHandshakeComplete();
        SrtpProfile chosen = profile;
        if (chosen != null) {
            keys = SrtpKeys.of(
                    chosen, context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, SrtpKeys.length(chosen)));
        }
    }
}
