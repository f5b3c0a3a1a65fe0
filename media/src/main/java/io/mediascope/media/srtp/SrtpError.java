package io.mediascope.media.srtp;

/** Why a packet was refused: negative codes in the place of a length, so that a bad packet costs no exception of ours. */
public final class SrtpError {
    /** Not RTP or RTCP, too short, of another SSRC, or not encrypted. */
    public static final int MALFORMED = -1;

    /** The tag is wrong: forged, damaged, another key, or another rollover counter. */
    public static final int AUTH_FAILED = -2;

    /** Seen before. */
    public static final int REPLAYED = -3;

    /** Older than the replay window, or than rollover counter 0. */
    public static final int TOO_OLD = -4;

    /** No key with the packet's MKI. */
    public static final int UNKNOWN_MKI = -5;

    /** The sender sealed this index already, or cannot know that it did not: sealing it would repeat a nonce. */
    public static final int INDEX_USED = -6;

    /** All indices under this key are used (2^48 packets, 2^31 for SRTCP; RFC 3711 section 9.2). */
    public static final int KEY_EXHAUSTED = -7;

    private SrtpError() {}
}
