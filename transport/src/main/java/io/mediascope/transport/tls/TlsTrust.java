package io.mediascope.transport.tls;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;

/** Which nodes a client trusts. Make handlers with {@code context.newHandler(allocator, host, port)}. */
public final class TlsTrust {
    private final String description;
    private final UnaryOperator<SslContextBuilder> trust;

    private TlsTrust(String description, UnaryOperator<SslContextBuilder> trust) {
        this.description = description;
        this.trust = trust;
    }

    /**
     * Trusts exactly the certificates with these SHA-256 fingerprints, whatever name, issuer or age they have.
     *
     * @throws TlsException when one is not a SHA-256 fingerprint
     */
    public static TlsTrust pinned(String... fingerprints) {
        if (fingerprints.length == 0) {
            throw new TlsException("no fingerprint to pin was given");
        }
        Set<String> pins = new HashSet<>();
        for (String fingerprint : fingerprints) {
            pins.add(Fingerprint.normalize(fingerprint));
        }
        PinningTrustManager manager = new PinningTrustManager(pins);
        return new TlsTrust("pinned " + pins, b -> b.trustManager(manager).endpointIdentificationAlgorithm(null));
    }

    /**
     * Trusts what the certificates in {@code pemFile} have signed, with the host's name checked.
     *
     * @throws TlsException when the file holds no certificate
     */
    public static TlsTrust ca(Path pemFile) {
        List<X509Certificate> roots = PemFiles.readCertificates(pemFile);
        return new TlsTrust("CA file " + pemFile, b -> b.trustManager(roots.toArray(X509Certificate[]::new))
                .endpointIdentificationAlgorithm("HTTPS"));
    }

    /** Trusts what the Java platform trusts, with the host's name checked. */
    public static TlsTrust system() {
        return new TlsTrust("system", b -> b.endpointIdentificationAlgorithm("HTTPS"));
    }

    /** A client context that offers {@code alpn} in this order. */
    public SslContext toNettySslContext(String... alpn) {
        try {
            return TlsParameters.apply(trust.apply(SslContextBuilder.forClient()), false, alpn)
                    .build();
        } catch (SSLException e) {
            throw new TlsException("the TLS trust settings (" + description + ") cannot be used: " + e.getMessage(), e);
        }
    }

    @Override
    public String toString() {
        return "TlsTrust[" + description + "]";
    }
}
