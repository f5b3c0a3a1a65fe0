package io.mediascope.cluster.member;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Proves that a report of a death comes from who knows the cluster's secret, without showing it: HMAC-SHA256 over the report's bytes.
 * A report that is sent again says what is true for ever, so that it needs no time of its own.
 */
public final class ReportSeal {
    private static final String ALGORITHM = "HmacSHA256";

    private ReportSeal() {}

    /** Hexadecimal. */
    public static String of(String secret, String report) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM));
            return HexFormat.of().formatHex(mac.doFinal(report.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has " + ALGORITHM, e);
        }
    }

    /** In constant time; an empty secret matches nothing. */
    public static boolean matches(String secret, String report, String seal) {
        return !secret.isEmpty()
                && MessageDigest.isEqual(
                        of(secret, report).getBytes(StandardCharsets.UTF_8), seal.getBytes(StandardCharsets.UTF_8));
    }
}
