package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.rtp.PacketKind;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.sdk.stream.Hop;
import io.mediascope.sdk.stream.ReceiveStream;
import io.mediascope.sdk.stream.UnknownPackets;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The path of a packet that arrived: whose it is, RTP or RTCP, which stream. Service thread only. */
final class MediaInput {
    private final Streams streams;
    private final PeerSession peer;
    private final TransportCounters counters;
    private final RtcpInput rtcp;
    private final UnknownPackets unknown = new UnknownPackets();
    private final Set<Integer> seenOnRelay = new HashSet<>();
    private @Nullable Hop relay;
    private long refusedPackets;
    private long strangers;

    MediaInput(Streams streams, PeerSession peer, TransportCounters counters, RtcpInput rtcp) {
        this.streams = streams;
        this.peer = peer;
        this.counters = counters;
        this.rtcp = rtcp;
    }

    /** Packets of the node come from this hop from now on. */
    void relay(@Nullable Hop hop) {
        relay = hop;
    }

    /** Gives a new stream what overtook its announcement. */
    void replay(ReceiveStream stream, long nowNs) {
        unknown.replay(stream, nowNs);
    }

    /** What the relay carries has to be seen again. */
    void routesChanged() {
        seenOnRelay.clear();
    }

    long unknownSsrcs() {
        return unknown.total();
    }

    long refused() {
        return refusedPackets + streams.refused();
    }

    long strangers() {
        return strangers;
    }

    /**
     * @param node the hop of the node whose socket or connection it is
     * @param socket the type of the socket or connection to the node; null for the socket of peers
     * @param from null when it came over the media connection
     */
    void packet(
            @Nullable Hop node, @Nullable MediaType socket, byte[] buf, int length, @Nullable InetSocketAddress from) {
        Hop hop = socket != null ? node : from != null ? peer.hopOf(from) : null;
        if (hop == null) {
            strangers++;
            return;
        }
        long nowNs = System.nanoTime();
        Transport as = socket == null ? Transport.UDP_P2P : from == null ? Transport.TCP : Transport.UDP_RELAY;
        switch (PacketKind.of(buf, 0, length)) {
            case RTP -> rtp(hop, as, buf, length, nowNs);
            case RTCP -> rtcp(hop, as, socket, buf, length, nowNs);
            default -> refusedPackets++;
        }
    }

    private void rtp(Hop hop, Transport as, byte[] buf, int length, long nowNs) {
        if (!RtpHeader.isValid(buf, 0, length)) {
            refusedPackets++;
            return;
        }
        int ssrc = RtpHeader.ssrc(buf, 0);
        ReceiveStream stream = streams.receive(ssrc);
        if (stream == null) {
            unknown.add(ssrc, buf, length, hop, nowNs);
            return;
        }
        counters.received(stream.id().mediaType(), as, length);
        boolean fresh = stream.packet(buf, length, hop, nowNs);
        if (fresh && as == Transport.UDP_P2P) {
            peer.arrived(nowNs);
        } else if (as != Transport.UDP_P2P && peer.awaitsRelay()) {
            relayCarried(ssrc, nowNs);
        }
    }

    /** What the relay repeats of the peer's packets shows as well as a new one that it carries the stream. */
    private void relayCarried(int ssrc, long nowNs) {
        seenOnRelay.add(ssrc);
        for (ReceiveStream stream : streams.receives()) {
            if (stream.isLive(nowNs) && !seenOnRelay.contains(stream.id().ssrc())) {
                return;
            }
        }
        peer.relayCarries();
    }

    private void rtcp(Hop hop, Transport as, @Nullable MediaType socket, byte[] buf, int length, long nowNs) {
        counters.received(socket == null ? MediaType.VIDEO : socket, as, length);
        rtcp.begin(hop, socket == null, hop == (peer.sendsToRelay() ? relay : peer.hop()), nowNs);
        if (!hop.receive(buf, length, rtcp)) {
            refusedPackets++;
            return;
        }
        rtcp.end();
        if (as == Transport.UDP_P2P) {
            peer.arrived(nowNs);
        }
    }
}
