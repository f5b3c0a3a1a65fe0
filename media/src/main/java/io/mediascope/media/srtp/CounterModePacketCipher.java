package io.mediascope.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES counter mode and HMAC-SHA1 (RFC 3711 sections 4.1.1 and 4.2.1). The tag is over the header, the encrypted body and the word.
 *
 * <pre>
 * IV = salt * 2^16 XOR SSRC * 2^64 XOR index * 2^16
 * </pre>
 */
final class CounterModePacketCipher implements PacketCipher {
    private static final String HMAC = "HmacSHA1";

    private final SecretKeySpec key;
    private final byte[] salt;
    private final int tagLength;
    private final byte[] iv = new byte[16];
    private final byte[] wordBytes = new byte[4];
    private final byte[] tag = new byte[20];
    private final Cipher cipher;
    private final Mac mac;

    CounterModePacketCipher(byte[] key, byte[] salt, byte[] authenticationKey, int tagLength) {
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt;
        this.tagLength = tagLength;
        try {
            cipher = Cipher.getInstance("AES/CTR/NoPadding");
            mac = Mac.getInstance(HMAC);
            mac.init(new SecretKeySpec(authenticationKey, HMAC));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/CTR and " + HMAC, e);
        }
    }

    @Override
    public void seal(
            byte[] in,
            int off,
            int headerLength,
            int length,
            byte[] out,
            int outOff,
            int ssrc,
            long index,
            int word,
            int tagOffset) {
        crypt(in, off + headerLength, length - headerLength, out, outOff + headerLength, ssrc, index);
        computeTag(out, outOff, length, word);
        System.arraycopy(tag, 0, out, tagOffset, tagLength);
    }

    @Override
    public boolean open(
            byte[] in,
            int off,
            int headerLength,
            int length,
            byte[] out,
            int outOff,
            int ssrc,
            long index,
            int word,
            int tagOffset) {
        computeTag(in, off, length, word);
        int difference = 0;
        for (int i = 0; i < tagLength; i++) {
            difference |= tag[i] ^ in[tagOffset + i];
        }
        if (difference != 0) {
            return false;
        }
        crypt(in, off + headerLength, length - headerLength, out, outOff + headerLength, ssrc, index);
        return true;
    }

    private void computeTag(byte[] packet, int off, int length, int word) {
        try {
            Bytes.putInt32(wordBytes, 0, word);
            mac.update(packet, off, length);
            mac.update(wordBytes);
            mac.doFinal(tag, 0);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(HMAC + " failed", e);
        }
    }

    /** Counter mode is its own inverse. */
    private void crypt(byte[] in, int off, int length, byte[] out, int outOff, int ssrc, long index) {
        System.arraycopy(salt, 0, iv, 0, salt.length);
        iv[14] = 0;
        iv[15] = 0;
        Bytes.xorInt32(iv, 4, ssrc);
        Bytes.xorInt48(iv, 8, index);
        try {
            cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(iv));
            cipher.doFinal(in, off, length, out, outOff);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/CTR failed", e);
        }
    }
}
