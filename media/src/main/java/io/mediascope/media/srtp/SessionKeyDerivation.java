package io.mediascope.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Session keys from a master key by the AES-CM PRF (RFC 3711 section 4.3.3, RFC 7714 section 11), key derivation rate 0. */
final class SessionKeyDerivation {
    /** Which packets the keys are for, with the labels of RFC 3711 section 4.3.1. */
    enum Use {
        RTP(0),
        RTCP(3);

        private final int first;

        Use(int first) {
            this.first = first;
        }

        int encryption() {
            return first;
        }

        int authentication() {
            return first + 1;
        }

        int salt() {
            return first + 2;
        }
    }

    private static final int LABEL_OFFSET = 7;

    private SessionKeyDerivation() {}

    /** The first {@code length} bytes for {@code label}; a salt of less than 14 bytes is filled up with zeros. */
    static byte[] derive(SrtpKey master, int label, int length) {
        byte[] iv = new byte[16];
        System.arraycopy(master.masterSalt(), 0, iv, 0, master.masterSalt().length);
        iv[LABEL_OFFSET] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(master.masterKey(), "AES"), new IvParameterSpec(iv));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/CTR", e);
        }
    }
}
