package io.mediascope.transport.relay;

import io.mediascope.media.feedback.TransportFeedbackRecorder;
import io.mediascope.media.munge.Rtx;
import io.mediascope.media.rtcp.RtcpReader;
import io.mediascope.media.rtp.RtpExtensions;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.mediascope.transport.web.PeerConnection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The way of a web publisher's packet, step by step: find its encoding, unwrap a retransmission, check the codec, give it the numbers
 * of its stream, seal it once for native receivers, account, forward.
 */
final class WebPublisher extends WebConnection {
    private final RelayCounters counters;
    private final WebSources sources = new WebSources();
    private final RtpExtensions extensions = new RtpExtensions();
    private final WebExtras extras = new WebExtras();
    private final TransportFeedbackRecorder arrivals = new TransportFeedbackRecorder();
    private int lastSsrc;
    private final WebPublisherRtcp rtcpIn = new WebPublisherRtcp(this);

    WebPublisher(WebSide side, PeerConnection connection) {
        super(side, connection);
        this.counters = side.loop().counters();
    }

    @Override
    void sections(List<WebSection> sections) {
        sources.apply(sections);
        resolve();
    }

    @Override
    void begin(long nowNs) {
        resolve();
    }

    @Override
    void end() {
        sources.apply(List.of());
    }

    /** Joins encodings with the streams that the routes name now. */
    void resolve() {
        for (WebSource source : sources.all()) {
            source.upTrack(resolved(source));
        }
    }

    private @Nullable UpTrack resolved(WebSource source) {
        for (UpTrack upTrack : side().participant().upTracks()) {
            if (source.feeds(upTrack.stream())) {
                return upTrack;
            }
        }
        return null;
    }

    @Override
    public void rtp(byte[] packet, int length, long nowNs) {
        side().participant().seen(nowNs);
        extensions.parse(packet, 0);
        arrived(packet, nowNs);
        WebSource source = sources.find(packet, extensions);
        if (source == null) {
            counters.increment(RelayCounter.WEB_UNKNOWN_SSRC);
            return;
        }
        WebCodec retransmitted = source.retransmitted(RtpHeader.payloadType(packet, 0));
        if (retransmitted == null) {
            media(source, packet, length, nowNs);
        } else {
            retransmission(source, retransmitted, packet, length, nowNs);
        }
    }

    /** What the client publishes may come by its new path later than its checks: the gap in the numbers tells. */
    @Override
    public void resumed(long nowNs) {}

    private void arrived(byte[] packet, long nowNs) {
        lastSsrc = RtpHeader.ssrc(packet, 0);
        int sequence = extensions.transportSequence(sources.extensions().transportSequence());
        if (sequence != RtpExtensions.ABSENT) {
            arrivals.record(sequence, nowNs);
        }
    }

    /** Tells the publisher what of its connection arrived, and when. */
    void feedback(RtcpOut out) {
        int nodeSsrc = RtcpOut.nodeSsrc(side().participant());
        while (arrivals.pending() && arrivals.write(out.begin(), nodeSsrc, lastSsrc)) {
            out.sendWeb(this);
        }
    }

    /** RFC 4588 section 4: the packet as it was at first, in its own place. */
    private void retransmission(WebSource source, WebCodec codec, byte[] packet, int length, long nowNs) {
        int original = source.ssrc() == 0
                ? Rtx.EMPTY
                : Rtx.unwrap(packet, 0, length, codec.payloadType(), source.ssrc(), packet, 0);
        if (original == Rtx.EMPTY) {
            counters.increment(RelayCounter.WEB_PADDING_IN);
        } else {
            counters.increment(RelayCounter.WEB_RTX_IN);
            media(source, packet, original, nowNs);
        }
    }

    private void media(WebSource source, byte[] packet, int length, long nowNs) {
        UpTrack upTrack = source.upTrack();
        WebOrigin origin = upTrack == null ? null : upTrack.webOrigin();
        if (upTrack == null || origin == null || !carries()) {
            counters.increment(RelayCounter.WEB_UNROUTED);
            return;
        }
        WebCodec codec = source.codec(RtpHeader.payloadType(packet, 0));
        if (codec == null || codec.codec() != upTrack.stream().codec()) {
            counters.increment(RelayCounter.WEB_WRONG_CODEC);
            return;
        }
        extras.read(extensions, sources.extensions());
        if (extras.audioLevel() != WebExtras.ABSENT) {
            side().speaks(extras.audioLevelDbov());
        }
        RelayCounter refusal = origin.take(upTrack, extras, packet, length, nowNs);
        counters.increment(refusal == null ? RelayCounter.WEB_RTP_IN : refusal);
    }

    @Override
    public void rtcp(byte[] packet, int length, long nowNs) {
        side().participant().seen(nowNs);
        if (!RtcpReader.read(packet, 0, length, rtcpIn.at(nowNs))) {
            counters.increment(RelayCounter.RTCP_MALFORMED);
        }
    }

    /** The stream that this SSRC of the publisher feeds. */
    @Nullable
    UpTrack upTrack(int remoteSsrc) {
        WebSource source = sources.bySsrc(remoteSsrc);
        return source == null || source.ssrc() != remoteSsrc ? null : source.upTrack();
    }
}
