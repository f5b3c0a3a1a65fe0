package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import org.jspecify.annotations.Nullable;

/** Composes, seals (SRTCP, RFC 3711 section 3.4) and sends what the relay says to its participants. */
final class RtcpOut {
    private static final int MAX_RTCP_BYTES = 1200;

    private final RelayCounters counters;
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] plain = new byte[MAX_RTCP_BYTES];
    private final byte[] sealed = new byte[MAX_RTCP_BYTES + 64];

    RtcpOut(RelayCounters counters) {
        this.counters = counters;
    }

    /** Begins a packet; end it with {@link #send}. */
    RtcpWriter begin() {
        return writer.reset(plain, 0, plain.length);
    }

    /** The packet that was begun last. */
    RtcpWriter writer() {
        return writer;
    }

    /** Seals and sends what was written; nothing when nothing was. */
    void send(Participant participant, MediaType type) {
        WebSide web = participant.web();
        if (web != null) {
            sendWeb(web.publisher());
            return;
        }
        int length = writer.length();
        Outlet outlet = participant.outlet(type);
        if (length == 0 || outlet.transport() == null) {
            return;
        }
        int sealedLength = participant.rtcpSender().protect(plain, 0, length, sealed, 0);
        if (sealedLength <= 0) {
            return;
        }
        ByteBuf packet = PooledByteBufAllocator.DEFAULT.directBuffer(sealedLength);
        packet.writeBytes(sealed, 0, sealedLength);
        if (outlet.send(packet)) {
            counters.increment(RelayCounter.RTCP_OUT);
        }
    }

    /** The same over a peer connection; nothing when there is none. */
    void sendWeb(@Nullable WebConnection connection) {
        int length = writer.length();
        if (length > 0 && connection != null && connection.connection().sendRtcp(plain, length)) {
            counters.increment(RelayCounter.RTCP_OUT);
        }
    }

    /** Tells a receiver the rollover counter of a stream, RTCP APP "MSRO". */
    void announce(Participant receiver, DownTrack downTrack) {
        Rollover rollover = downTrack.rollover();
        begin().rolloverAnnounce(nodeSsrc(receiver), rollover.ssrc(), rollover.roc(), rollover.sequenceNumber());
        counters.increment(RelayCounter.ANNOUNCEMENTS_OUT);
        send(receiver, downTrack.upTrack().type());
    }

    void acknowledge(Participant publisher, MediaType type, int ssrc, int roc) {
        begin().rolloverAck(nodeSsrc(publisher), ssrc, roc);
        send(publisher, type);
    }

    void pli(UpTrack upTrack) {
        if (upTrack.remoteSsrc() == 0) {
            return; // a web publisher that has not begun: the request is repeated
        }
        begin().pli(nodeSsrc(upTrack.source()), upTrack.remoteSsrc());
        counters.increment(RelayCounter.KEY_FRAME_REQUESTS_OUT);
        send(upTrack.source(), upTrack.type());
    }

    static int nodeSsrc(Participant participant) {
        return participant.route().rtcp().nodeSsrc();
    }
}
