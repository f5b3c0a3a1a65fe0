package io.mediascope.media.webrtc;

import java.util.HexFormat;
import java.util.Locale;

/**
 * The hash of a DTLS certificate (RFC 8122 section 5).
 *
 * @param algorithm lower case, for instance {@code sha-256}
 * @param value upper-case hexadecimal bytes with colons between them
 */
public record DtlsFingerprint(String algorithm, String value) {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();

    public DtlsFingerprint {
        algorithm = algorithm.toLowerCase(Locale.ROOT);
        value = value.toUpperCase(Locale.ROOT);
    }

    public static DtlsFingerprint of(String algorithm, byte[] digest) {
        return new DtlsFingerprint(algorithm, COLONS.formatHex(digest));
    }
}
