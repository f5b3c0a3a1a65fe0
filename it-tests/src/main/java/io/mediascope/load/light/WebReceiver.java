package io.mediascope.load.light;

import io.mediascope.media.feedback.TransportFeedbackRecorder;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.LayerName;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.rtp.RtpExtensions;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebExtensions;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.relay.RelayHandle;
import io.mediascope.transport.web.DtlsIdentity;
import io.mediascope.transport.web.WebPeer;
import io.mediascope.transport.web.WebPeerListener;
import io.mediascope.transport.web.client.LightPeer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A WebRTC receiver of one video track: DTLS, SRTP opened under its own key, transport-wide feedback each 100 ms as browsers send
 * it. Asks for nothing again.
 */
final class WebReceiver implements LightPeer.Sink, WebPeerListener, AutoCloseable {
    private static final int TRANSPORT_SEQUENCE = 3;
    private static final long FEEDBACK_NS = 100_000_000L;
    private static final int SSRC = 0x5001;
    private static final int RTX_SSRC = 0x5002;
    private static final WebCodec VP8 = new WebCodec(Codec.VP8, 96, 97, "");
    private static final WebExtensions EXTENSIONS = new WebExtensions(4, 0, 0, 0, 2, TRANSPORT_SEQUENCE, 0, 0);

    private final WebPeer node;
    private final LightPeer peer;
    private final TransportFeedbackRecorder arrivals = new TransportFeedbackRecorder();
    private final RtpExtensions extensions = new RtpExtensions();
    private final RtcpWriter writer = new RtcpWriter();
    private final byte[] rtcp = new byte[1200];
    private final AtomicLong received = new AtomicLong();
    private long feedbackNs;

    WebReceiver(DtlsIdentity identity, RelayHandle relay, String sessionId, TrackKey track) throws IOException {
        peer = new LightPeer(identity, LightPeer.Options.defaults(), this);
        node = relay.openWebPeer(sessionId, PeerRole.SUBSCRIBER, this);
        WebEncoding encoding = new WebEncoding("", LayerName.HIGH, SSRC, RTX_SSRC);
        WebSection section = new WebSection("0", MediaType.VIDEO, track, List.of(VP8), EXTENSIONS, List.of(encoding));
        node.apply(peer.description(List.of(section)));
        peer.connect(node.local(), node.local().candidates().get(0));
    }

    CompletableFuture<?> connected() {
        return peer.connected();
    }

    long received() {
        return received.get();
    }

    @Override
    public void rtp(byte[] plain, int length) {
        received.incrementAndGet();
        if (RtpHeader.ssrc(plain, 0) != SSRC) {
            return;
        }
        long nowNs = System.nanoTime();
        extensions.parse(plain, 0);
        arrivals.record(extensions.transportSequence(TRANSPORT_SEQUENCE), nowNs);
        if (nowNs - feedbackNs >= FEEDBACK_NS) {
            feedbackNs = nowNs;
            feedback();
        }
    }

    private void feedback() {
        arrivals.write(writer.reset(rtcp, 0, rtcp.length), 1, SSRC);
        try {
            peer.sendRtcp(rtcp, writer.length());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void rtcp(byte[] plain, int length) {}

    @Override
    public void connected(boolean tcp) {}

    @Override
    public void silent() {}

    @Override
    public void failed(String reason) {}

    @Override
    public void tracksWanted(List<WantedTrack> tracks) {}

    @Override
    public void close() {
        node.close();
        peer.close();
    }
}
