package io.mediascope.transport.tls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.Locale;

/** SHA-256 fingerprints of certificates, written as {@code AB:CD:…}: 32 bytes in upper-case hexadecimal with colons. */
public final class Fingerprint {
    private static final HexFormat COLONS = HexFormat.ofDelimiter(":").withUpperCase();
    private static final int SHA256_BYTES = 32;

    private Fingerprint() {}

    /** The fingerprint of the DER form of {@code certificate}. */
    public static String of(X509Certificate certificate) {
        try {
            return COLONS.formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
        } catch (NoSuchAlgorithmException | CertificateEncodingException e) {
            throw new TlsException("cannot compute the SHA-256 fingerprint of a certificate", e);
        }
    }

    /**
     * Brings a fingerprint that a person wrote into the form of {@link #of}: case does not matter, colons may be missing.
     *
     * @throws TlsException when it is not 32 bytes in hexadecimal
     */
    public static String normalize(String written) {
        String digits = written.strip().replace(":", "").toUpperCase(Locale.ROOT);
        try {
            byte[] bytes = HexFormat.of().parseHex(digits);
            if (bytes.length == SHA256_BYTES) {
                return COLONS.formatHex(bytes);
            }
        } catch (IllegalArgumentException e) {
            throw new TlsException(wrong(written), e);
        }
        throw new TlsException(wrong(written));
    }

    private static String wrong(String written) {
        return "\"" + written
                + "\" is not a SHA-256 fingerprint: expected 64 hexadecimal digits, with or without colons";
    }
}
