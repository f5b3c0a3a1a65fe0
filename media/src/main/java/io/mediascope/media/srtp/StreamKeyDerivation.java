package io.mediascope.media.srtp;

/**
 * Keys of streams and hops from a scope's secret, by HKDF-SHA256 (RFC 5869). Deterministic, so that an actor that forgot
 * everything but the secret makes the same keys again. Any thread.
 */
public final class StreamKeyDerivation {
    private StreamKeyDerivation() {}

    /**
     * The key of one publication incarnation of one layer.
     *
     * @param secret of the scope, at least 16 bytes
     * @param epoch rises with each re-keying; its low byte is the MKI
     */
    public static SrtpKey stream(byte[] secret, String sessionId, int incarnation, int ssrc, int epoch) {
        throw new UnsupportedOperationException();
    }

    /**
     * The SRTCP key of one direction between a participant and its hop.
     *
     * @param linkEpoch its low byte is the MKI
     * @param fencing the fencing number of the scope's relay: a rebuilt relay forgets its index, so it gets new keys
     */
    public static SrtpKey hop(byte[] secret, String sessionId, int linkEpoch, long fencing, HopDirection direction) {
        throw new UnsupportedOperationException();
    }
}
