package io.mediascope.transport.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;

/** What both sides allow: TLS 1.2 (RFC 5246) and 1.3 (RFC 8446), ephemeral key exchange and AEAD ciphers only. */
final class TlsParameters {
    static final List<String> CIPHER_SUITES = List.of(
            "TLS_AES_128_GCM_SHA256",
            "TLS_AES_256_GCM_SHA384",
            "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private TlsParameters() {}

    static SslContextBuilder apply(SslContextBuilder builder, boolean server, String... alpn) {
        builder.sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .ciphers(CIPHER_SUITES, SupportedCipherSuiteFilter.INSTANCE);
        if (alpn.length > 0) {
            builder.applicationProtocolConfig(alpnConfig(server, alpn));
        }
        return builder;
    }

    /** A server refuses a client without a common protocol (RFC 7301 section 3.2); a client checks the answer itself. */
    private static ApplicationProtocolConfig alpnConfig(boolean server, String... alpn) {
        return new ApplicationProtocolConfig(
                ApplicationProtocolConfig.Protocol.ALPN,
                server
                        ? ApplicationProtocolConfig.SelectorFailureBehavior.FATAL_ALERT
                        : ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
                ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT,
                alpn);
    }
}
