package io.mediascope.media.srtp;

/** Protection profiles (RFC 3711, RFC 7714 section 14.2) with their lengths in bytes. Native clients use AES-GCM. */
public enum SrtpProfile {
    AEAD_AES_128_GCM(16, 12, 0, 16, 16),
    AES_CM_128_HMAC_SHA1_80(16, 14, 20, 10, 10);

    private final int keyLength;
    private final int saltLength;
    private final int authKeyLength;
    private final int srtpTagLength;
    private final int srtcpTagLength;

    SrtpProfile(int keyLength, int saltLength, int authKeyLength, int srtpTagLength, int srtcpTagLength) {
        this.keyLength = keyLength;
        this.saltLength = saltLength;
        this.authKeyLength = authKeyLength;
        this.srtpTagLength = srtpTagLength;
        this.srtcpTagLength = srtcpTagLength;
    }

    /** Of the master key and of the session key. */
    public int keyLength() {
        return keyLength;
    }

    /** Of the master salt and of the session salt. */
    public int saltLength() {
        return saltLength;
    }

    /** Of the session authentication key; 0 where the cipher authenticates. */
    public int authKeyLength() {
        return authKeyLength;
    }

    public int srtpTagLength() {
        return srtpTagLength;
    }

    public int srtcpTagLength() {
        return srtcpTagLength;
    }
}
