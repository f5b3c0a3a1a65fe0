package io.mediascope.media.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** HKDF with SHA-256 (RFC 5869 section 2). */
final class Hkdf {
    private static final String HMAC = "HmacSHA256";
    private static final int HASH_LENGTH = 32;

    private Hkdf() {}

    /** Section 2.2; an empty salt is {@value #HASH_LENGTH} zeros. */
    static byte[] extract(byte[] salt, byte[] inputKeyingMaterial) {
        return mac(salt.length == 0 ? new byte[HASH_LENGTH] : salt).doFinal(inputKeyingMaterial);
    }

    /** Section 2.3. */
    static byte[] expand(byte[] pseudoRandomKey, byte[] info, int length) {
        if (length > 255 * HASH_LENGTH) {
            throw new IllegalArgumentException("length must be at most " + 255 * HASH_LENGTH + ", is " + length);
        }
        Mac mac = mac(pseudoRandomKey);
        byte[] out = new byte[length];
        byte[] block = new byte[0];
        for (int done = 0, counter = 1; done < length; done += HASH_LENGTH, counter++) {
            mac.update(block);
            mac.update(info);
            mac.update((byte) counter);
            block = mac.doFinal();
            System.arraycopy(block, 0, out, done, Math.min(HASH_LENGTH, length - done));
        }
        Arrays.fill(block, (byte) 0);
        return out;
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(key, HMAC));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has " + HMAC, e);
        }
    }
}
