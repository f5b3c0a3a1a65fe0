package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.sdk.path.PacketBatch;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.sdk.path.RelayTransport.Selected;
import io.mediascope.sdk.stream.Hop;
import io.mediascope.sdk.stream.Pacer;
import io.mediascope.sdk.stream.ReceiveStream;
import io.mediascope.sdk.stream.SendStream;
import io.mediascope.sdk.stream.StreamId;
import io.mediascope.sdk.stream.Uplink;
import io.mediascope.transport.wire.v1.MediaEndpoints;
import io.mediascope.transport.wire.v1.P2pReport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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

    private final Listener listener;
    private final RelayTransport transport;
    private final EndpointLookup lookup;
    private final PeerSession peer;
    private final Pacer pacer;
    private final Uplink uplink = new Uplink();
    private final Streams streams = new Streams();
    private final Feedback feedback = new Feedback(streams);
    private final MediaInput input;
    private final TransportCounters counters = new TransportCounters();
    private final Map<MediaType, Transport> told = new EnumMap<>(MediaType.class);
    private @Nullable Hop relay;
    private List<Hop> audioHops = List.of();
    private List<Hop> videoHops = List.of();

    /** @param makeTransport makes the ways of this engine */
    MediaEngine(EventLoop loop, Listener listener, Function<RelayTransport.Listener, RelayTransport> makeTransport) {
        this.listener = listener;
        this.pacer = new Pacer(loop);
        this.transport = makeTransport.apply(this);
        this.lookup = new EndpointLookup(loop, transport);
        this.peer = new PeerSession(transport, this);
        this.input = new MediaInput(streams, peer, counters, new RtcpInput(streams, uplink, transport));
    }

    /** Joined or resumed: another hop key, other endpoints. Streams that stay the same go on. */
    void start(RelayTransport.Target target, MediaEndpoints endpoints, HopKeys keys, long nowNs) {
        peer.end();
        Hop old = relay;
        relay = new Hop("relay", new RelayWay(), keys);
        input.relay(relay);
        if (old != null) {
            hopEnded(old);
        }
        transport.start(target, nowNs);
        lookup.start(endpoints);
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

    /** The node asks where this client is: its packets come from an address that it does not know. */
    void probe(long nowNs) {
        transport.probe(nowNs);
    }

    void ticketFailed() {
        transport.ticketFailed();
    }

    SendStream addSend(StreamId id, SrtpKey key, SendStream.Listener events) {
        SendStream stream = new SendStream(id, key, pacer, uplink, events);
        streams.add(stream);
        return stream;
    }

    void addReceive(ReceiveStream stream) {
        streams.add(stream);
        input.replay(stream, System.nanoTime());
    }

    void remove(SendStream stream) {
        streams.remove(stream);
    }

    void remove(ReceiveStream stream) {
        streams.remove(stream);
    }

    Collection<SendStream> sends() {
        return streams.sends();
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
        transport.turn(nowNs, type -> peer.sendsToRelay() && streams.expects(type, nowNs));
        peer.turn(nowNs);
        boolean sending = false;
        for (SendStream stream : streams.sends()) {
            stream.turn(nowNs, hops(stream.id().mediaType()));
            sending |= stream.isSending(nowNs);
        }
        for (ReceiveStream stream : streams.receives()) {
            stream.roundTrip(transport.roundTripNs(stream.id().mediaType()));
            stream.turn(nowNs);
        }
        uplink.turn(nowNs, sending);
        feedback.turn(relay, peer.hop(), nowNs);
    }

    @Override
    public void packet(@Nullable MediaType socket, byte[] buf, int length, @Nullable InetSocketAddress from) {
        input.packet(socket, buf, length, from);
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
        input.routesChanged();
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
        streams.forget(hop);
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

    /** What would be sent if the network carried it, all streams together. */
    void wanted(long bitrateBps) {
        uplink.wanted(bitrateBps);
    }

    List<ScopeStatistics.TransportTotals> totals() {
        return counters.totals();
    }

    Map<String, Long> oddities() {
        return Map.of(
                "unknown_ssrc", input.unknownSsrcs(),
                "refused_packets", input.refused(),
                "strangers", input.strangers(),
                "malformed", transport.malformed(),
                "send_failures", transport.failures(),
                "pacer_dropped", pacer.dropped(),
                "frames_dropped", streams.droppedFrames());
    }

    void close() {
        lookup.stop();
        peer.end();
        pacer.close();
        streams.close();
        transport.close();
    }
}
