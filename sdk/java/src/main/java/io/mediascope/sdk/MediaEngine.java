package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.rtcp.RtcpHandler;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.rtp.PacketKind;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.sdk.path.PacketBatch;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.sdk.path.RelayTransport.Selected;
import io.mediascope.sdk.stream.Hop;
import io.mediascope.sdk.stream.NtpTime;
import io.mediascope.sdk.stream.Pacer;
import io.mediascope.sdk.stream.ReceiveStream;
import io.mediascope.sdk.stream.SendStream;
import io.mediascope.sdk.stream.StreamId;
import io.mediascope.sdk.stream.UnknownPackets;
import io.mediascope.sdk.stream.Uplink;
import io.mediascope.transport.wire.v1.P2pReport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** All media of a connection: which packet goes where, and the timers of the streams. Service thread only. */
final class MediaEngine implements RelayTransport.Listener, PeerSession.Engine {
    /** What the connection does about it. */
    interface Listener {
        void transportChanged(MediaType type, Transport transport, String detail);

        void report(P2pReport report);

        void ticketWanted(Consumer<byte[]> ticket);
    }

    private static final long FEEDBACK_NS = 90_000_000L;
    private static final long REPORT_NS = 1_000_000_000L;

    private final Listener listener;
    private final RelayTransport transport;
    private final PeerSession peer;
    private final Pacer pacer;
    private final Uplink uplink = new Uplink();
    private final Map<Integer, SendStream> sends = new HashMap<>();
    private final Map<Integer, ReceiveStream> receives = new HashMap<>();
    private final UnknownPackets unknown = new UnknownPackets();
    private final TransportCounters counters = new TransportCounters();
    private final Map<MediaType, Transport> told = new EnumMap<>(MediaType.class);
    private final Set<Integer> seenOnRelay = new HashSet<>();
    private final Rtcp rtcp = new Rtcp();
    private @Nullable Hop relay;
    private List<Hop> audioHops = List.of();
    private List<Hop> videoHops = List.of();
    private long feedbackNs;
    private long reportNs;
    private long refusedPackets;
    private long strangers;

    /** @param makeTransport makes the ways of this engine */
    MediaEngine(EventLoop loop, Listener listener, Function<RelayTransport.Listener, RelayTransport> makeTransport) {
        this.listener = listener;
        this.pacer = new Pacer(loop);
        this.transport = makeTransport.apply(this);
        this.peer = new PeerSession(transport, this);
    }

    /** Joined or resumed: another hop key, other endpoints. Streams that stay the same go on. */
    void start(RelayTransport.Target target, HopKeys keys, long nowNs) {
        peer.end();
        Hop old = relay;
        relay = new Hop("relay", new RelayWay(), keys);
        if (old != null) {
            hopEnded(old);
        }
        transport.start(target, nowNs);
        routesChanged();
    }

    private final class RelayWay implements Hop.Way {
        @Override
        public void send(MediaType type, ByteBuf packets, PacketBatch batch) {
            Selected way = transport.selected(type);
            if (way != Selected.NONE) {
                transport.send(type, packets, batch);
                Transport as = way == Selected.TCP ? Transport.TCP : Transport.UDP_RELAY;
                counters.sent(type, as, batch.count(), packets.readableBytes());
            }
        }

        @Override
        public boolean isOpen(MediaType type) {
            return transport.selected(type) != Selected.NONE;
        }

        @Override
        public boolean behind(MediaType type) {
            return transport.behind(type);
        }
    }

    PeerSession peer() {
        return peer;
    }

    void ticketFailed() {
        transport.ticketFailed();
    }

    SendStream addSend(StreamId id, SrtpKey key, SendStream.Listener events) {
        SendStream stream = new SendStream(id, key, pacer, uplink, events);
        sends.put(id.ssrc(), stream);
        return stream;
    }

    void addReceive(ReceiveStream stream) {
        receives.put(stream.id().ssrc(), stream);
        unknown.replay(stream, System.nanoTime());
    }

    void remove(SendStream stream) {
        sends.remove(stream.id().ssrc(), stream);
        stream.close();
    }

    void remove(ReceiveStream stream) {
        receives.remove(stream.id().ssrc(), stream);
    }

    Collection<SendStream> sends() {
        return sends.values();
    }

    boolean canSend(MediaType type) {
        List<Hop> hops = hops(type);
        for (int i = 0; i < hops.size(); i++) {
            if (hops.get(i).isOpen(type)) {
                return true;
            }
        }
        return false;
    }

    void push(SendStream stream, MediaFrame frame) {
        MediaType type = stream.id().mediaType();
        stream.push(frame.data(), frame.ptsNs(), frame.keyFrame(), System.nanoTime(), hops(type));
    }

    private List<Hop> hops(MediaType type) {
        return type == MediaType.AUDIO ? audioHops : videoHops;
    }

    /** To be called each 50 ms. */
    void turn(long nowNs) {
        transport.turn(nowNs, type -> peer.sendsToRelay() && expects(type, nowNs));
        peer.turn(nowNs);
        boolean sending = false;
        for (SendStream stream : sends.values()) {
            stream.turn(nowNs, hops(stream.id().mediaType()));
            sending |= stream.isSending(nowNs);
        }
        for (ReceiveStream stream : receives.values()) {
            stream.roundTrip(transport.roundTripNs(stream.id().mediaType()));
            stream.turn(nowNs);
        }
        uplink.turn(nowNs, sending);
        if (nowNs - feedbackNs >= FEEDBACK_NS) {
            feedbackNs = nowNs;
            feedback(relay, nowNs);
            feedback(peer.hop(), nowNs);
        }
        if (nowNs - reportNs >= REPORT_NS) {
            reportNs = nowNs;
            receiverReports(relay, nowNs);
            receiverReports(peer.hop(), nowNs);
        }
    }

    private boolean expects(MediaType type, long nowNs) {
        for (ReceiveStream stream : receives.values()) {
            if (stream.id().mediaType() == type && stream.packets() > 0) {
                return true;
            }
        }
        for (SendStream stream : sends.values()) {
            if (stream.id().mediaType() == type && stream.isSending(nowNs)) {
                return true;
            }
        }
        return false;
    }

    private static void feedback(@Nullable Hop hop, long nowNs) {
        if (hop != null) {
            hop.sendFeedback(MediaType.AUDIO, nowNs);
            hop.sendFeedback(MediaType.VIDEO, nowNs);
        }
    }

    private void receiverReports(@Nullable Hop hop, long nowNs) {
        if (hop == null) {
            return;
        }
        for (MediaType type : MediaType.values()) {
            RtcpWriter writer = hop.begin();
            writer.receiverReportBegin(hop.localSsrc());
            int blocks = 0;
            for (ReceiveStream stream : receives.values()) {
                if (stream.hop() == hop && stream.id().mediaType() == type && stream.isLive(nowNs)) {
                    blocks += stream.writeReportBlock(writer, nowNs) ? 1 : 0;
                }
                if (blocks == MAX_BLOCKS) {
                    writer.receiverReportEnd();
                    hop.send(type);
                    writer = hop.begin();
                    writer.receiverReportBegin(hop.localSsrc());
                    blocks = 0;
                }
            }
            writer.receiverReportEnd();
            if (blocks > 0) {
                hop.send(type);
            }
        }
    }

    private static final int MAX_BLOCKS = 31;

    @Override
    public void packet(@Nullable MediaType socket, byte[] buf, int length, @Nullable InetSocketAddress from) {
        Hop hop = socket != null ? relay : from != null ? peer.hopOf(from) : null;
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
        ReceiveStream stream = receives.get(ssrc);
        if (stream == null) {
            unknown.add(ssrc, buf, length, hop, nowNs);
            return;
        }
        counters.received(stream.id().mediaType(), as, length);
        boolean fresh = stream.packet(buf, length, hop, nowNs);
        if (fresh && as == Transport.UDP_P2P) {
            peer.arrived(nowNs);
        } else if (hop == relay && peer.awaitsRelay()) {
            relayCarried(ssrc, nowNs);
        }
    }

    /** What the relay repeats of the peer's packets shows as well as a new one that it carries the stream. */
    private void relayCarried(int ssrc, long nowNs) {
        seenOnRelay.add(ssrc);
        for (ReceiveStream stream : receives.values()) {
            if (stream.isLive(nowNs) && !seenOnRelay.contains(stream.id().ssrc())) {
                return;
            }
        }
        peer.relayCarries();
    }

    private void rtcp(Hop hop, Transport as, @Nullable MediaType socket, byte[] buf, int length, long nowNs) {
        counters.received(socket == null ? MediaType.VIDEO : socket, as, length);
        rtcp.begin(hop, nowNs);
        if (!hop.receive(buf, length, rtcp)) {
            refusedPackets++;
            return;
        }
        rtcp.end();
        if (as == Transport.UDP_P2P) {
            peer.arrived(nowNs);
        }
    }

    /** RTCP of either end: about streams that are sent, and of streams that are received. */
    private final class Rtcp implements RtcpHandler {
        private @Nullable Hop from;
        private long nowNs;
        private boolean feedback;

        void begin(Hop hop, long now) {
            from = hop;
            nowNs = now;
            feedback = false;
        }

        void end() {
            if (feedback) {
                uplink.feedbackEnd(nowNs);
            }
        }

        private boolean isMain() {
            return from == (peer.sendsToRelay() ? relay : peer.hop());
        }

        @Override
        public void senderReport(int senderSsrc, long ntp64, long rtpTimestamp, long packets, long octets) {
            ReceiveStream stream = receives.get(senderSsrc);
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
            SendStream stream = sends.get(ssrc);
            if (stream != null) {
                stream.reported(cumulativeLost, NtpTime.roundTripNs(nowNs, lastSr, delaySinceLastSr));
            }
        }

        @Override
        public void nack(int senderSsrc, int mediaSsrc, int pid, int blp) {
            SendStream stream = sends.get(mediaSsrc);
            if (stream != null && from != null) {
                stream.nack(from, pid, blp, nowNs);
            }
        }

        @Override
        public void pli(int senderSsrc, int mediaSsrc) {
            SendStream stream = sends.get(mediaSsrc);
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
            if (isMain()) {
                feedback = true;
                uplink.feedbackBegin(reportTimestamp, nowNs);
            }
        }

        @Override
        public void ccfbPacket(int ssrc, int seq, boolean received, int ecn, int arrivalOffset1024) {
            if (feedback) {
                uplink.feedbackPacket(ssrc, seq, received, arrivalOffset1024);
            }
        }

        @Override
        public void rolloverAnnounce(int senderSsrc, int ssrc, int roc, int seq) {
            ReceiveStream stream = receives.get(ssrc);
            if (stream != null && from != null) {
                stream.announced(from, roc, seq, nowNs);
            }
        }

        @Override
        public void rolloverAck(int senderSsrc, int ssrc, int roc) {
            SendStream stream = sends.get(ssrc);
            if (stream != null && from != null) {
                stream.rolloverAcknowledged(from, roc);
            }
        }
    }

    @Override
    public void selected(MediaType type, Selected way) {
        uplink.pathChanged();
        tell(type);
    }

    @Override
    public void routesChanged() {
        List<Hop> hops = new ArrayList<>();
        if (peer.sendsToRelay() && relay != null) {
            hops.add(relay);
        }
        Hop direct = peer.hop();
        if (peer.sendsToPeer() && direct != null) {
            hops.add(direct);
        }
        audioHops = List.copyOf(hops);
        videoHops = audioHops;
        seenOnRelay.clear();
        uplink.pathChanged();
        for (MediaType type : MediaType.values()) {
            tell(type);
        }
    }

    /** Tells the connection how a media type travels, when that has changed. */
    private void tell(MediaType type) {
        Transport now = transportOf(type);
        if (now != null && told.put(type, now) != now) {
            listener.transportChanged(type, now, now == Transport.TCP ? "tls" : "udp");
        }
    }

    /** Null while there is no way. */
    @Nullable
    Transport transportOf(MediaType type) {
        if (peer.sendsToPeer() && !peer.sendsToRelay()) {
            return Transport.UDP_P2P;
        }
        return switch (transport.selected(type)) {
            case UDP -> Transport.UDP_RELAY;
            case TCP -> Transport.TCP;
            case NONE -> null;
        };
    }

    @Override
    public void hopEnded(Hop hop) {
        sends.values().forEach(s -> s.forget(hop));
    }

    @Override
    public void sentDirect(MediaType type, int packets, int bytes) {
        counters.sent(type, Transport.UDP_P2P, packets, bytes);
    }

    @Override
    public void peerStun(StunMessage message, InetSocketAddress from) {
        peer.stun(message, from, System.nanoTime());
    }

    @Override
    public void muxMapped(InetSocketAddress mapped) {
        peer.muxMapped(mapped);
    }

    @Override
    public void ticketWanted(Consumer<byte[]> ticket) {
        listener.ticketWanted(ticket);
    }

    @Override
    public void report(P2pReport report) {
        listener.report(report);
    }

    /** What may be sent, all streams together; 0 = not known. */
    long targetBps() {
        return uplink.targetBps();
    }

    List<ScopeStatistics.TransportTotals> totals() {
        return counters.totals();
    }

    Map<String, Long> oddities() {
        return Map.of(
                "unknown_ssrc", unknown.total(),
                "refused_packets", refusedPackets + refusedByStreams(),
                "strangers", strangers,
                "malformed", transport.malformed(),
                "send_failures", transport.failures(),
                "pacer_dropped", pacer.dropped(),
                "frames_dropped",
                        sends.values().stream()
                                .mapToLong(SendStream::droppedFrames)
                                .sum());
    }

    private long refusedByStreams() {
        return receives.values().stream().mapToLong(ReceiveStream::refused).sum();
    }

    void close() {
        peer.end();
        pacer.close();
        sends.values().forEach(SendStream::close);
        sends.clear();
        receives.clear();
        transport.close();
    }
}
