package io.mediascope.transport.web.client;

import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.webrtc.DtlsFingerprint;
import io.mediascope.transport.web.DtlsIdentity;
import io.mediascope.transport.web.DtlsSrtp;
import io.mediascope.transport.web.SrtpKeys;
import java.io.IOException;
import java.util.Hashtable;
import java.util.List;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;
import org.jspecify.annotations.Nullable;

/** What a light peer wants of its DTLS handshake: the mirror of the node's side. */
final class DtlsClient extends DefaultTlsClient {
    private static final int TIMEOUT_MS = 10_000;

    /** Of the padding extension's type (RFC 7685), as an unknown extension that makes the ClientHello longer. */
    private static final Integer PADDING = 21;

    private final BcTlsCrypto crypto;
    private final DtlsIdentity identity;
    private final DtlsFingerprint expected;
    private final List<SrtpProfile> offered;
    private final int paddingBytes;
    private @Nullable SrtpProfile profile;
    private @Nullable SrtpKeys keys;
    private volatile boolean nodeClosed;

    /** @param paddingBytes make the ClientHello longer, 0 = none */
    DtlsClient(
            BcTlsCrypto crypto,
            DtlsIdentity identity,
            DtlsFingerprint expected,
            List<SrtpProfile> offered,
            int paddingBytes) {
        super(crypto);
        this.crypto = crypto;
        this.identity = identity;
        this.expected = expected;
        this.offered = List.copyOf(offered);
        this.paddingBytes = paddingBytes;
    }

    /** Null before the handshake is complete. */
    @Nullable
    SrtpKeys keys() {
        return keys;
    }

    /** Whether the node has said close_notify. */
    boolean nodeClosed() {
        return nodeClosed;
    }

    @Override
    public void notifyAlertReceived(short alertLevel, short alertDescription) {
        super.notifyAlertReceived(alertLevel, alertDescription);
        nodeClosed |= alertDescription == AlertDescription.close_notify;
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
        return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
        return new int[] {CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256};
    }

    @Override
    public int getHandshakeTimeoutMillis() {
        return TIMEOUT_MS;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
        return 200;
    }

    // BouncyCastle's interface has raw types.
    @Override
    @SuppressWarnings({"rawtypes", "unchecked"})
    public Hashtable getClientExtensions() throws IOException {
        Hashtable extensions = super.getClientExtensions();
        int[] profiles = offered.stream().mapToInt(DtlsSrtp::code).toArray();
        if (profiles.length > 0) {
            TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
        }
        if (paddingBytes > 0) {
            extensions.put(PADDING, new byte[paddingBytes]);
        }
        return extensions;
    }

    @Override
    @SuppressWarnings("rawtypes")
    public void processServerExtensions(Hashtable extensions) throws IOException {
        super.processServerExtensions(extensions);
        UseSRTPData chosen = TlsSRTPUtils.getUseSRTPExtension(extensions);
        for (SrtpProfile candidate : offered) {
            if (chosen != null && chosen.getProtectionProfiles()[0] == DtlsSrtp.code(candidate)) {
                profile = candidate;
            }
        }
    }

    @Override
    public TlsAuthentication getAuthentication() {
        return new TlsAuthentication() {
            @Override
            public void notifyServerCertificate(TlsServerCertificate server) throws IOException {
                byte[] shown = server.getCertificate().getCertificateAt(0).getEncoded();
                if (!DtlsIdentity.fingerprint(expected.algorithm(), shown).equals(expected)) {
                    throw new TlsFatalAlert(AlertDescription.bad_certificate);
                }
            }

            @Override
            public TlsCredentials getClientCredentials(CertificateRequest request) throws IOException {
                Certificate chain =
                        new Certificate(new TlsCertificate[] {crypto.createCertificate(identity.certificate())});
                return new BcDefaultTlsCredentialedSigner(
                        new TlsCryptoParameters(context),
                        crypto,
                        identity.privateKey(),
                        chain,
                        new SignatureAndHashAlgorithm(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa));
            }
        };
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
