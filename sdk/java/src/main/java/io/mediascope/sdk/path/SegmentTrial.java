package io.mediascope.sdk.path;

/**
 * Whether segmented sends (UDP_SEGMENT) get through from one socket. An interface without checksum offload, or a path
 * through something that takes only what is whole, can lose them without a word: so at first one segmented send at a time is
 * on trial, until the other end confirms one of its later packets (RFC 8888). Three that nobody confirms end it on that way.
 * What was lost on trial is asked for again and then travels alone. Driven by hand-fed time.
 */
final class SegmentTrial {
    private enum State {
        OPEN,
        WAITING,
        PROVED,
        FAILED,
        REFUSED
    }

    private static final long PATIENCE_NS = 500_000_000L;
    private static final int TRIALS = 3;

    private State state;
    private int ssrc;
    private int firstSeq;
    private int count;
    private long sentNs;
    private int failed;

    SegmentTrial(boolean supported) {
        state = supported ? State.OPEN : State.REFUSED;
    }

    /** Another way, which may be otherwise; a refusal of the system itself stays. */
    void restart() {
        if (state != State.REFUSED) {
            state = State.OPEN;
            failed = 0;
        }
    }

    /** Whether packets may leave segmented now. */
    boolean allows(long nowNs) {
        if (state == State.WAITING && nowNs - sentNs >= PATIENCE_NS) {
            state = ++failed >= TRIALS ? State.FAILED : State.OPEN;
        }
        return state == State.OPEN || state == State.PROVED;
    }

    /** Whether the next segmented send has to be told to {@link #sent}. */
    boolean wantsToKnow() {
        return state == State.OPEN;
    }

    void sent(int packetSsrc, int seq, int packets, long nowNs) {
        ssrc = packetSsrc;
        firstSeq = seq;
        count = packets;
        sentNs = nowNs;
        state = State.WAITING;
    }

    /** The other end has received this packet. The first of a trial proves nothing: a whole datagram begins with it too. */
    void confirmed(int packetSsrc, int seq) {
        int index = (seq - firstSeq) & 0xFFFF;
        if (state == State.WAITING && packetSsrc == ssrc && index > 0 && index < count) {
            state = State.PROVED;
        }
    }

    /** The system refused a segmented send. */
    void refused() {
        state = State.REFUSED;
    }
}
