package io.mediascope.sdk.stream;

import io.mediascope.media.model.MediaType;

/**
 * Tells one hop the rollover counter of one stream until it is acknowledged: before the first packet after a pause of
 * over a second, repeated each 50 ms, at most 40 times.
 */
final class RolloverAnnouncer {
    private static final long PAUSE_NS = 1_000_000_000L;
    private static final long REPEAT_NS = 50_000_000L;
    private static final int MAX_REPEATS = 40;

    private final Hop hop;
    private final MediaType type;
    private final int ssrc;
    private long lastSentNs;
    private boolean pending;
    private int roc;
    private int seq;
    private int repeats;
    private long announcedNs;

    /** @param fresh true when the hop may take the rollover counter as 0: the stream has just begun */
    RolloverAnnouncer(Hop hop, MediaType type, int ssrc, boolean fresh, long nowNs) {
        this.hop = hop;
        this.type = type;
        this.ssrc = ssrc;
        this.lastSentNs = fresh ? nowNs : nowNs - 2 * PAUSE_NS;
    }

    /** A packet of this index is about to leave. */
    void beforePacket(int nextRoc, int nextSeq, long nowNs) {
        if (nowNs - lastSentNs > PAUSE_NS) {
            pending = true;
            roc = nextRoc;
            seq = nextSeq;
            repeats = 0;
            announce(nowNs);
        }
        lastSentNs = nowNs;
    }

    void turn(long nowNs) {
        if (pending && nowNs - announcedNs >= REPEAT_NS) {
            announce(nowNs);
        }
    }

    void acknowledged(int ackedRoc) {
        if (ackedRoc == roc) {
            pending = false;
        }
    }

    private void announce(long nowNs) {
        announcedNs = nowNs;
        if (repeats++ >= MAX_REPEATS) {
            pending = false;
            return;
        }
        hop.begin().rolloverAnnounce(hop.localSsrc(), ssrc, roc, seq);
        hop.send(type);
    }
}
