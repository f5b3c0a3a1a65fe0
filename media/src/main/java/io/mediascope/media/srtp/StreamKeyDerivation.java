package io.mediascope.media.srtp;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Keys of streams and hops from a scope's secret, by HKDF-SHA256 (RFC 5869). Deterministic, so that an actor that forgot
 * everything but the secret makes the same keys again. Any thread.
 */
public final class StreamKeyDerivation {
    private static final byte[] HKDF_SALT = "mediascope/srtp/1".getBytes(UTF_8);
    private static final String STREAM = "stream";
    private static final String HOP = "hop";
    private static final int MIN_SECRET_LENGTH = 16;
    private static final int KEY_LENGTH = SrtpProfile.AEAD_AES_128_GCM.keyLength();
    private static final int SALT_LENGTH = SrtpProfile.AEAD_AES_128_GCM.saltLength();

    private StreamKeyDerivation() {}

    /**
     * The key of one publication incarnation of one layer.
     *
     * @param secret of the scope, at least 16 bytes
     * @param epoch rises with each re-keying; its low byte is the MKI
     */
    public static SrtpKey stream(byte[] secret, String sessionId, int incarnation, int ssrc, int epoch) {
        ByteBuffer fields =
                ByteBuffer.allocate(12).putInt(incarnation).putInt(ssrc).putInt(epoch);
        return derive(secret, info(STREAM, sessionId, fields.array()), epoch & 0xFF);
    }

    /**
     * The SRTCP key of one direction between a participant and its hop.
     *
     * @param linkEpoch its low byte is the MKI
     * @param fencing the fencing number of the scope's relay: a rebuilt relay forgets its index, so it gets new keys
     */
    public static SrtpKey hop(byte[] secret, String sessionId, int linkEpoch, long fencing, HopDirection direction) {
        ByteBuffer fields =
                ByteBuffer.allocate(13).putInt(linkEpoch).putLong(fencing).put((byte) direction.code());
        return derive(secret, info(HOP, sessionId, fields.array()), linkEpoch & 0xFF);
    }

    /** Each field behind its length, so that no two different inputs read the same. */
    private static byte[] info(String purpose, String sessionId, byte[] fields) {
        byte[] label = purpose.getBytes(UTF_8);
        byte[] session = sessionId.getBytes(UTF_8);
        ByteBuffer info = ByteBuffer.allocate(12 + label.length + session.length + fields.length);
        for (byte[] field : new byte[][] {label, session, fields}) {
            info.putInt(field.length).put(field);
        }
        return info.array();
    }

    private static SrtpKey derive(byte[] secret, byte[] info, int mki) {
        if (secret.length < MIN_SECRET_LENGTH) {
            throw new IllegalArgumentException("the secret needs " + MIN_SECRET_LENGTH + " bytes or more");
        }
        byte[] pseudoRandomKey = Hkdf.extract(HKDF_SALT, secret);
        byte[] out = Hkdf.expand(pseudoRandomKey, info, KEY_LENGTH + SALT_LENGTH);
        SrtpKey key = new SrtpKey(
                mki, Arrays.copyOf(out, KEY_LENGTH), Arrays.copyOfRange(out, KEY_LENGTH, KEY_LENGTH + SALT_LENGTH));
        Arrays.fill(pseudoRandomKey, (byte) 0);
        Arrays.fill(out, (byte) 0);
        return key;
    }
}
