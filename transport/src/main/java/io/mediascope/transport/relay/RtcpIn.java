package io.mediascope.transport.relay;

import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import org.jspecify.annotations.Nullable;

/** Acts on the (opened) RTCP of one participant. What it says of streams that are not its own is ignored. */
final class RtcpIn implements RtcpHandler {
    /** One packet must not make many: each acknowledgement is a packet of its own. What is over is announced again. */
    private static final int MAX_ANNOUNCEMENTS = 8;

    private final RelayCounters counters;
    private final RtcpOut out;
    private final SsrcTable ssrcs;
    private @Nullable Participant participant;
    private @Nullable DownTrack feedbackTrack;
    private long nowNs;
    private int announcements;

    RtcpIn(RelayCounters counters, RtcpOut out, SsrcTable ssrcs) {
        this.counters = counters;
        this.ssrcs = ssrcs;
        this.out = out;
    }

    /** The packets that follow are from this participant. */
    RtcpIn from(Participant sender, long arrivalNs) {
        participant = sender;
        feedbackTrack = null;
        announcements = 0;
        nowNs = arrivalNs;
        return this;
    }

    @Override
    public void senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
        UpTrack upTrack = upTrack(senderSsrc);
        if (upTrack != null) {
            upTrack.reception().senderReport(ntp64, nowNs);
            upTrack.senderClock().report(ntp64, rtpTimestamp, nowNs);
        }
    }

    @Override
    public void reportBlock(
            int senderSsrc,
            int ssrc,
            int fractionLost,
            int cumulativeLost,
            long extendedHighestSeq,
            long jitter,
            long lastSr,
            long delaySinceLastSr) {
        DownTrack downTrack = downTrack(ssrc);
        if (downTrack != null) {
            downTrack.reports().reportBlock(cumulativeLost, lastSr, delaySinceLastSr, nowNs);
        }
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {
        DownTrack downTrack = downTrack(mediaSsrc);
        if (downTrack == null) {
            return;
        }
        downTrack.resend(pid, nowNs);
        for (int bits = blp & 0xFFFF; bits != 0; bits &= bits - 1) {
            downTrack.resend((pid + 1 + Integer.numberOfTrailingZeros(bits)) & 0xFFFF, nowNs);
        }
    }

    @Override
    public void pli(int senderSsrc, int mediaSsrc) {
        counters.increment(RelayCounter.KEY_FRAME_REQUESTS_IN);
        DownTrack downTrack = downTrack(mediaSsrc);
        if (downTrack != null) {
            downTrack.receiver().askKeyFrame(downTrack.upTrack(), nowNs);
        }
    }

    @Override
    public void fir(int senderSsrc, int mediaSsrc, int seqNr) {
        pli(senderSsrc, mediaSsrc);
    }

    @Override
    public void ccfbStream(int ssrc, int beginSeq, int count) {
        feedbackTrack = downTrack(ssrc);
    }

    @Override
    public void ccfbPacket(int ssrc, int seq, boolean received, int ecn, int arrivalOffset1024) {
        DownTrack downTrack = feedbackTrack;
        if (downTrack != null) {
            downTrack.reports().feedback(seq, received);
        }
    }

    @Override
    public void rolloverAnnounce(int senderSsrc, int ssrc, int roc, int seq) {
        Participant announcer = participant;
        UpTrack upTrack = upTrack(ssrc);
        if (upTrack == null || announcer == null) {
            return;
        }
        if (announcements == MAX_ANNOUNCEMENTS) {
            counters.increment(RelayCounter.ANNOUNCEMENTS_LIMITED);
            return;
        }
        announcements++;
        upTrack.announced(roc, seq, nowNs);
        out.acknowledge(announcer, upTrack.type(), ssrc, roc);
    }

    @Override
    public void rolloverAck(int senderSsrc, int ssrc, int roc) {
        DownTrack downTrack = downTrack(ssrc);
        if (downTrack != null) {
            downTrack.rollover().acknowledged(roc);
        }
    }

    private @Nullable UpTrack upTrack(int ssrc) {
        Participant sender = participant;
        if (sender == null) {
            return null;
        }
        return sender.pipe() == null ? sender.upTrack(ssrc) : ssrcs.of(sender.relay(), ssrc);
    }

    private @Nullable DownTrack downTrack(int ssrc) {
        return participant == null ? null : participant.downTrack(ssrc);
    }
}
