package io.mediascope.cluster.settings;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The private key of the TLS between nodes, looked at before the node starts: Artery takes RSA keys and would fail later, with each connection. */
final class ClusterKey {
    private static final Pattern PKCS8 =
            Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

    private ClusterKey() {}

    /** Whether the file holds an elliptic curve key (RFC 5915, or RFC 5958 around it). */
    static boolean isElliptic(Path file) throws IOException {
        String pem = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (pem.contains("BEGIN EC PRIVATE KEY")) {
            return true;
        }
        Matcher key = PKCS8.matcher(pem);
        return key.find() && isElliptic(key.group(1));
    }

    private static boolean isElliptic(String base64) {
        try {
            KeyFactory.getInstance("EC")
                    .generatePrivate(
                            new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(base64)));
            return true;
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
