package io.mediascope.transport.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;

/** The certificate chain and private key of a node. */
public final class TlsIdentity {
    /** For resumption in TLS 1.2; the platform's default would keep ten times as many. */
    private static final int REMEMBERED_SESSIONS = 2_048;

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final String fingerprint;

    TlsIdentity(List<X509Certificate> chain, PrivateKey key) {
        this.chain = List.copyOf(chain);
        this.key = key;
        this.fingerprint = Fingerprint.of(chain.get(0));
    }

    /**
     * Reads an identity from PEM files.
     *
     * @param certificateFile the node's certificate, then its intermediates
     * @param keyFile an unencrypted EC or RSA private key (PKCS #8, SEC 1 or PKCS #1)
     * @throws TlsException when a file cannot be read, or key and certificate do not belong together
     */
    public static TlsIdentity fromPem(Path certificateFile, Path keyFile) {
        return PemFiles.readIdentity(certificateFile, keyFile);
    }

    /**
     * The self-signed identity in {@code folder} ({@code link-certificate.pem} and {@code link-key.pem}, the latter
     * readable by its owner only); made at the first call, the same ever after.
     *
     * @throws TlsException when the folder cannot be used or one of the files is gone
     */
    public static TlsIdentity selfSigned(Path folder) {
        return SelfSigned.readOrCreate(folder);
    }

    /** The node's own certificate first. */
    public List<X509Certificate> certificateChain() {
        return chain;
    }

    /** SHA-256 over the node's own certificate, as {@code AB:CD:…}: what a client pins. */
    public String fingerprint() {
        return fingerprint;
    }

    /** A server context that accepts only clients which offer one of {@code alpn} or no ALPN at all. */
    public SslContext toNettySslContext(String... alpn) {
        try {
            SslContextBuilder builder = SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new));
            return TlsParameters.apply(builder, true, alpn)
                    .sessionCacheSize(REMEMBERED_SESSIONS)
                    .build();
        } catch (SSLException e) {
            throw new TlsException("the TLS certificate cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "TlsIdentity[" + chain.get(0).getSubjectX500Principal() + ", " + fingerprint + "]";
    }
}
