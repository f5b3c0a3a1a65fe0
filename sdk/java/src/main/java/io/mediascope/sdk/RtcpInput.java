package io.mediascope.sdk;

import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.sdk.stream.Hop;
import io.mediascope.sdk.stream.NtpTime;
import io.mediascope.sdk.stream.ReceiveStream;
import io.mediascope.sdk.stream.SendStream;
import io.mediascope.sdk.stream.Uplink;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** RTCP of either end: about streams that are sent, and of streams that are received. Service thread only. */
final class RtcpInput implements RtcpHandler {
    private final Streams streams;
    private final Uplink uplink;
    private final Supplier<RelayTransport> transport;
    private @Nullable Hop from;
    private long nowNs;
    private boolean direct;
    private boolean isMain;
    private boolean feedback;

    RtcpInput(Streams streams, Uplink uplink, Supplier<RelayTransport> transport) {
        this.streams = streams;
        this.transport = transport;
        this.uplink = uplink;
    }

    /**
     * @param peer whether it is the peer's and not the node's
     * @param main whether what it says of arrivals decides how much may be sent
     */
    void begin(Hop hop, boolean peer, boolean main, long now) {
        from = hop;
        direct = peer;
        isMain = main;
        nowNs = now;
        feedback = false;
    }

    void end() {
        if (feedback) {
            uplink.feedbackEnd(nowNs);
        }
    }

    @Override
    public void senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
        ReceiveStream stream = streams.receive(senderSsrc);
        if (stream != null) {
            stream.senderReport(ntp64, nowNs);
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
        SendStream stream = streams.send(ssrc);
        if (stream != null) {
            stream.reported(cumulativeLost, NtpTime.roundTripNs(nowNs, lastSr, delaySinceLastSr));
        }
    }

    @Override
    public void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {
        SendStream stream = streams.send(mediaSsrc);
        if (stream != null && from != null) {
            stream.nack(from, pid, blp, nowNs);
        }
    }

    @Override
    public void pli(int senderSsrc, int mediaSsrc) {
        SendStream stream = streams.send(mediaSsrc);
        if (stream != null) {
            stream.keyFrameRequested(nowNs);
        }
    }

    @Override
    public void fir(int senderSsrc, int mediaSsrc, int seqNr) {
        pli(senderSsrc, mediaSsrc);
    }

    @Override
    public void ccfbBegin(int senderSsrc, long reportTimestamp) {
        if (isMain) {
            feedback = true;
            uplink.feedbackBegin(reportTimestamp, nowNs);
        }
    }

    @Override
    public void ccfbPacket(int ssrc, int seq, boolean received, int ecn, int arrivalOffset1024) {
        SendStream stream = received ? streams.send(ssrc) : null;
        if (stream != null) {
            transport.get().confirmed(stream.id().mediaType(), direct, ssrc, seq);
        }
        if (feedback) {
            uplink.feedbackPacket(ssrc, seq, received, arrivalOffset1024);
        }
    }

    @Override
    public void rolloverAnnounce(int senderSsrc, int ssrc, int roc, int seq) {
        ReceiveStream stream = streams.receive(ssrc);
        if (stream != null && from != null) {
            stream.announced(from, roc, seq, nowNs);
        }
    }

    @Override
    public void rolloverAck(int senderSsrc, int ssrc, int roc) {
        SendStream stream = streams.send(ssrc);
        if (stream != null && from != null) {
            stream.rolloverAcknowledged(from, roc);
        }
    }
}
