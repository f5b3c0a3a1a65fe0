package io.mediascope.transport.relay;

import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.mediascope.transport.web.PeerConnection;
import io.mediascope.transport.web.WebPeerListener;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What leaves over one subscriber's peer connection: a DownTrack for each media section. */
final class WebSubscriber extends WebConnection {
    private static final int MAX_PACKET_BYTES = 1500;

    private final WebPeerListener listener;
    private final WebSubscriberRtcp rtcpIn = new WebSubscriberRtcp(this);
    private List<WebDownTrack> downTracks = new ArrayList<>();
    private final WebDownlink downlink = new WebDownlink();
    private final PlainPacket restored = new PlainPacket();
    private final byte[] restoredBytes = new byte[MAX_PACKET_BYTES];
    private int transportSequence;

    WebSubscriber(WebSide side, PeerConnection connection, WebPeerListener listener) {
        super(side, connection);
        this.listener = listener;
    }

    /** Tells which tracks the routes give. */
    void tellWanted() {
        listener.tracksWanted(side().wanted().tracks());
    }

    @Override
    void sections(List<WebSection> sections) {
        List<WebDownTrack> next = new ArrayList<>();
        for (WebSection section : sections) {
            if (!section.codecs().isEmpty() && !section.encodings().isEmpty()) {
                next.add(downTrack(section));
            }
        }
        for (WebDownTrack held : downTracks) {
            if (!next.contains(held)) {
                held.close();
            }
        }
        downTracks = next;
        retarget();
    }

    private WebDownTrack downTrack(WebSection section) {
        for (WebDownTrack held : downTracks) {
            if (held.takes(section)) {
                return held;
            }
        }
        return new WebDownTrack(this, section);
    }

    @Override
    void begin(long nowNs) {
        retarget();
    }

    @Override
    void end() {
        downTracks.forEach(WebDownTrack::close);
        downTracks = new ArrayList<>();
    }

    /** Gives every section the stream that its track comes from now. */
    void retarget() {
        if (carries()) {
            for (WebDownTrack downTrack : downTracks) {
                downTrack.target(side().wanted().target(downTrack.track()));
            }
        }
    }

    @Override
    public void resumed(long nowNs) {
        downTracks.forEach(downTrack -> downTrack.keyFrameWanted(nowNs));
    }

    @Override
    public void rtp(byte[] plain, int length, long nowNs) {
        counters().increment(RelayCounter.WEB_UNKNOWN_SSRC);
    }

    @Override
    public void rtcp(byte[] plain, int length, long nowNs) {
        side().participant().seen(nowNs);
        if (!RtcpReader.read(plain, 0, length, rtcpIn.at(nowNs))) {
            counters().increment(RelayCounter.RTCP_MALFORMED);
        }
    }

    /** The DownTrack that sends under this SSRC, itself or for retransmissions. */
    @Nullable
    WebDownTrack downTrack(int ssrc) {
        for (int i = 0; i < downTracks.size(); i++) {
            if (downTracks.get(i).sends(ssrc)) {
                return downTracks.get(i);
            }
        }
        return null;
    }

    List<WebDownTrack> downTracks() {
        return downTracks;
    }

    /** Of the connection's next packet, 0 to 65535. */
    int nextTransportSequence() {
        transportSequence = (transportSequence + 1) & 0xFFFF;
        return transportSequence;
    }

    /** RFC 3550 section 6.4.1: the publishers' clocks in the timestamps that leave. */
    void reports(RtcpOut out, long nowNs) {
        for (WebDownTrack downTrack : downTracks) {
            UpTrack source = downTrack.source();
            if (source != null
                    && source.senderClock().known()
                    && downTrack.egress().packets() > 0) {
                senderReport(out, downTrack.egress(), source, nowNs);
            }
        }
    }

    private void senderReport(RtcpOut out, WebEgress egress, UpTrack source, long nowNs) {
        long ntp64 = source.senderClock().ntp64(nowNs);
        RtcpWriter writer = out.begin();
        writer.senderReport(
                egress.ssrc(),
                ntp64,
                egress.timestampOf(source.senderClock().rtpTimestamp(nowNs)),
                egress.packets() & 0xFFFF_FFFFL,
                egress.payloadOctets() & 0xFFFF_FFFFL);
        // One name for all streams of a publisher: by its clock they belong together.
        writer.sdesCname(egress.ssrc(), source.owner().sessionId().getBytes(StandardCharsets.UTF_8));
        egress.reports().senderReportSent(ntp64, nowNs);
        out.sendWeb(this);
    }

    /** A kept packet, ready to be written once more. */
    PlainPacket restore(ByteBuf kept, long nowNs) {
        restored.restore(kept, restoredBytes, nowNs);
        return restored;
    }

    WebDownlink downlink() {
        return downlink;
    }

    RelayCounters counters() {
        return side().loop().counters();
    }

    Turn turn() {
        return side().loop().turn();
    }

    MediaRelay relay() {
        return side().participant().relay();
    }
}
