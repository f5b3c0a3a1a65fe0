package io.mediascope.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AEAD_AES_128_GCM (RFC 7714). SRTP authenticates the header; SRTCP the header and the word with E flag and index.
 *
 * <pre>
 * IV (sections 8.1 and 9.1), XORed with the session salt:
 *   SRTP:  0 0 | SSRC (4) | rollover counter (4) | sequence number (2)
 *   SRTCP: 0 0 | SSRC (4) | 0 0 | index (4)
 * </pre>
 *
 * <p>Both are the SSRC and the index as 48 bits.
 */
final class GcmPacketCipher implements PacketCipher {
    private static final int TAG_LENGTH = 16;

    private final SecretKeySpec key;
    private final byte[] salt;
    private final boolean authenticatesWord;
    private final byte[] iv = new byte[12];
    private final byte[] wordBytes = new byte[4];
    private final Cipher cipher;
    private byte[] scratch = new byte[0];

    GcmPacketCipher(byte[] key, byte[] salt, boolean authenticatesWord) {
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt;
        this.authenticatesWord = authenticatesWord;
        try {
            cipher = Cipher.getInstance("AES/GCM/NoPadding");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java runtime has AES/GCM", e);
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
        try {
            begin(Cipher.ENCRYPT_MODE, in, off, headerLength, ssrc, index, word);
            cipher.doFinal(in, off + headerLength, length - headerLength, out, outOff + headerLength);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM failed to seal", e);
        }
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
        int sealedLength = length - headerLength + TAG_LENGTH;
        try {
            begin(Cipher.DECRYPT_MODE, in, off, headerLength, ssrc, index, word);
            if (in == out) {
                // The provider would allocate an array as long as this one.
                byte[] plain = scratch(sealedLength);
                int plainLength = cipher.doFinal(in, off + headerLength, sealedLength, plain, 0);
                System.arraycopy(plain, 0, out, outOff + headerLength, plainLength);
            } else {
                cipher.doFinal(in, off + headerLength, sealedLength, out, outOff + headerLength);
            }
            return true;
        } catch (AEADBadTagException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("AES/GCM failed to open", e);
        }
    }

    private void begin(int mode, byte[] in, int off, int headerLength, int ssrc, long index, int word)
            throws GeneralSecurityException {
        System.arraycopy(salt, 0, iv, 0, iv.length);
        Bytes.xorInt32(iv, 2, ssrc);
        Bytes.xorInt48(iv, 6, index);
        cipher.init(mode, key, new GCMParameterSpec(8 * TAG_LENGTH, iv));
        cipher.updateAAD(in, off, headerLength);
        if (authenticatesWord) {
            Bytes.putInt32(wordBytes, 0, word);
            cipher.updateAAD(wordBytes);
        }
    }

    private byte[] scratch(int length) {
        if (scratch.length < length) {
            scratch = new byte[Math.max(length, 2048)];
        }
        return scratch;
    }
}
