package io.mediascope.media.srtp;

import io.mediascope.media.srtp.SessionKeyDerivation.Use;

/** Seals and opens packets under the session keys of one master key, either for SRTP or for SRTCP. */
interface PacketCipher {
    /**
     * Encrypts {@code in[off + headerLength .. off + length)} to the same place behind {@code outOff} and writes the tag. The
     * header is in {@code out} already.
     *
     * @param index 48 bits of SRTP, 31 of SRTCP
     * @param word what is authenticated beside the packet: SRTP's rollover counter, SRTCP's E flag and index
     * @param tagOffset in {@code out}
     */
    void seal(
            byte[] in,
            int off,
            int headerLength,
            int length,
            byte[] out,
            int outOff,
            int ssrc,
            long index,
            int word,
            int tagOffset);

    /**
     * Checks the tag and decrypts into {@code out}, where the header is not touched. False when the tag is wrong.
     *
     * @param length without the trailer
     * @param tagOffset in {@code in}
     */
    boolean open(
            byte[] in,
            int off,
            int headerLength,
            int length,
            byte[] out,
            int outOff,
            int ssrc,
            long index,
            int word,
            int tagOffset);

    static PacketCipher srtp(SrtpProfile profile, SrtpKey key) {
        return create(profile, key, Use.RTP, profile.srtpTagLength());
    }

    static PacketCipher srtcp(SrtpProfile profile, SrtpKey key) {
        return create(profile, key, Use.RTCP, profile.srtcpTagLength());
    }

    private static PacketCipher create(SrtpProfile profile, SrtpKey key, Use use, int tag) {
        checkLengths(profile, key);
        byte[] encryption = SessionKeyDerivation.derive(key, use.encryption(), profile.keyLength());
        byte[] salt = SessionKeyDerivation.derive(key, use.salt(), profile.saltLength());
        if (profile == SrtpProfile.AEAD_AES_128_GCM) {
            return new GcmPacketCipher(encryption, salt, use == Use.RTCP);
        }
        byte[] authentication = SessionKeyDerivation.derive(key, use.authentication(), profile.authKeyLength());
        return new CounterModePacketCipher(encryption, salt, authentication, tag);
    }

    private static void checkLengths(SrtpProfile profile, SrtpKey key) {
        if (key.masterKey().length != profile.keyLength() || key.masterSalt().length != profile.saltLength()) {
            throw new IllegalArgumentException(profile + " needs a master key of " + profile.keyLength()
                    + " and a salt of " + profile.saltLength() + " bytes, got " + key.masterKey().length + " and "
                    + key.masterSalt().length);
        }
    }
}
