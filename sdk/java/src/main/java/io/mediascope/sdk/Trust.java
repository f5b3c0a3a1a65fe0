package io.mediascope.sdk;

import java.nio.file.Path;
import java.util.Locale;

/** Which certificate of a node a client accepts. */
public sealed interface Trust {
    /** The certificate authorities of the Java runtime, and the name in the certificate must match. */
    static Trust system() {
        return new SystemAuthorities();
    }

    /** The authorities in a PEM file, and the name in the certificate must match. */
    static Trust certificateAuthority(Path pemFile) {
        return new Authority(pemFile);
    }

    /**
     * Exactly the certificate with this fingerprint; its name and its issuer do not matter.
     *
     * @param sha256 SHA-256 of the DER certificate, 64 hexadecimal digits, colons allowed
     */
    static Trust fingerprint(String sha256) {
        return new Fingerprint(sha256);
    }

    /** Any certificate: for trials only, since whoever sits between client and node can read and change everything. */
    static Trust insecure() {
        return new Insecure();
    }

    /** See {@link Trust#system()}. */
    record SystemAuthorities() implements Trust {}

    /** See {@link Trust#certificateAuthority}. */
    record Authority(Path pemFile) implements Trust {}

    /** See {@link Trust#fingerprint}; holds 64 lower-case digits. */
    record Fingerprint(String sha256) implements Trust {
        public Fingerprint {
            sha256 = sha256.replace(":", "").toLowerCase(Locale.ROOT);
            if (!sha256.matches("[0-9a-f]{64}")) {
                throw new IllegalArgumentException(
                        "A fingerprint is 64 hexadecimal digits (SHA-256 of the certificate), not " + sha256.length()
                                + " characters");
            }
        }
    }

    /** See {@link Trust#insecure()}. */
    record Insecure() implements Trust {}
}
