package io.mediascope.transport.relay;

import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.transport.relay.counters.RelayCounter;

/** Acts on the RTCP of a web receiver. What it says of SSRCs that it is not sent is ignored. */
final class WebSubscriberRtcp implements RtcpHandler {
    private final WebSubscriber subscriber;
    private long nowNs;

    WebSubscriberRtcp(WebSubscriber subscriber) {
        this.subscriber = subscriber;
    }

    /** The packets that follow came then. */
    WebSubscriberRtcp at(long arrivalNs) {
        nowNs = arrivalNs;
        return this;
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
        WebDownTrack downTrack = subscriber.downTrack(ssrc);
        if (downTrack != null && downTrack.egress().ssrc() == ssrc) {
            downTrack.egress().reported(cumulativeLost, lastSr, delaySinceLastSr, nowNs);
        }
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {
        WebDownTrack downTrack = subscriber.downTrack(mediaSsrc);
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
        subscriber.counters().increment(RelayCounter.KEY_FRAME_REQUESTS_IN);
        WebDownTrack downTrack = subscriber.downTrack(mediaSsrc);
        if (downTrack != null) {
            downTrack.keyFrameWanted(nowNs);
        }
    }

    @Override
    public void transportPacket(int seq, boolean received, long arrivalUs) {
        subscriber.downlink().feedback(seq, received);
    }

    @Override
    public void remb(int senderSsrc, long bitrateBps) {
        subscriber.downlink().remb(bitrateBps);
    }

    @Override
    public void fir(int senderSsrc, int mediaSsrc, int seqNr) {
        pli(senderSsrc, mediaSsrc);
    }
}
