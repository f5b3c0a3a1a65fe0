package io.mediascope.sdk;

import io.mediascope.transport.tls.TlsTrust;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import javax.net.ssl.SSLException;

/** TLS contexts that accept what {@link Trust} says. */
final class TlsContexts {
    private TlsContexts() {}

    static SslContext of(Trust trust, String alpn) {
        if (trust instanceof Trust.Insecure) {
            return insecure(alpn);
        }
        if (trust instanceof Trust.Fingerprint pinned) {
            return TlsTrust.pinned(pinned.sha256()).toNettySslContext(alpn);
        }
        TlsTrust checked =
                trust instanceof Trust.Authority authority ? TlsTrust.ca(authority.pemFile()) : TlsTrust.system();
        return checked.toNettySslContext(alpn);
    }

    private static SslContext insecure(String alpn) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(SslProvider.JDK)
                    .protocols("TLSv1.3", "TLSv1.2")
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            ApplicationProtocolConfig.Protocol.ALPN,
                            ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                            ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                            alpn))
                    .build();
        } catch (SSLException e) {
            throw new IllegalStateException("TLS cannot be used: " + e.getMessage(), e);
        }
    }
}
