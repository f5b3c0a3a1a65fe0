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
final class MediaEngine implements PeerSession.Engine {
    /** What the connection does about it. */
    interface Listener {
        void transportChanged(MediaType type, Transport transport, String detail);

        void report(P2pReport report);

        void ticketWanted(Consumer<byte[]> ticket);

        /** The node does not answer over UDP. */
        void nodeSilent();

        /** Media goes to and comes from the node that was moved to; the one before is not needed any more. */
        void moved();
    }

    /** After so long media goes to the new node even if not every way there is open: the old one will not stay. */
    private static final long MOVE_NS = 3_000_000_000L;

    /** Until the node before is told that this client has gone: its last packets are under way. */
    private static final long LET_GO_NS = 150_000_000L;

    private static final long LINGER_NS = 1_000_000_000L;

    private final Listener listener;
    private final EventLoop loop;
    private final Function<RelayTransport.Listener, RelayTransport> makeTransport;
    private final PeerSession peer;
    private final Pacer pacer;
    private final Uplink uplink = new Uplink();
    private final Streams streams = new Streams();
    private final Feedback feedback = new Feedback(streams);
    private final MediaInput input;
    private final TransportCounters counters = new TransportCounters();
    private final Map<MediaType, Transport> told = new EnumMap<>(MediaType.class);
    private Side side;
    private @Nullable Side next;
    private @Nullable Side before;
    private boolean letGo;
    private long movedNs;
    private List<Hop> hops = List.of();

    /** @param makeTransport makes the ways of this engine */
    MediaEngine(EventLoop loop, Listener listener, Function<RelayTransport.Listener, RelayTransport> makeTransport) {
        this.listener = listener;
        this.loop = loop;
        this.makeTransport = makeTransport;
        this.pacer = new Pacer(loop);
        this.side = new Side();
        this.peer = new PeerSession(() -> side.transport, this);
        this.input = new MediaInput(streams, peer, counters, new RtcpInput(streams, uplink, () -> side.transport));
    }

    /** Joined or resumed: another hop key, other endpoints. Streams that stay the same go on. */
    void start(RelayTransport.Target target, MediaEndpoints endpoints, HopKeys keys, long nowNs) {
        peer.end();
        next = close(next);
        before = close(before);
        Hop old = side.hop;
        side.start(target, endpoints, keys, nowNs);
        if (old != null) {
            hopEnded(old);
        }
        routesChanged();
    }

    /** The scope moves: opens ways to its new node while those to the old one carry on, and changes over when they are open. */
    void move(RelayTransport.Target target, MediaEndpoints endpoints, HopKeys keys, long nowNs) {
        close(next);
        Side opened = new Side();
        next = opened;
        movedNs = nowNs;
        opened.start(target, endpoints, keys, nowNs);
        changeOver(opened, nowNs);
    }

    private void changeOver(Side opened, long nowNs) {
        if (opened != next || (!opened.isOpen() && nowNs - movedNs < MOVE_NS)) {
            return;
        }
        close(before);
        Side old = side;
        before = old;
        side = opened;
        next = null;
        letGo = true;
        movedNs = nowNs;
        if (old.hop != null && opened.hop != null) {
            streams.moved(old.hop, opened.hop);
        }
        input.relay(opened.hop);
        routesChanged();
    }

    private void finishMove(long nowNs) {
        if (next != null) {
            changeOver(next, nowNs);
        }
        if (letGo && nowNs - movedNs >= LET_GO_NS) {
            letGo = false;
            listener.moved();
        }
        if (before != null && nowNs - movedNs >= LINGER_NS) {
            Hop gone = before.hop;
            before = close(before);
            if (gone != null && side.hop != null) {
                streams.moved(gone, side.hop);
            }
        }
    }

    private static @Nullable Side close(@Nullable Side old) {
        if (old != null) {
            old.lookup.stop();
            old.transport.close();
        }
        return null;
    }

    /** One node: the ways to it, and the keys. */
    private final class Side implements RelayTransport.Listener, Hop.Way {
        final RelayTransport transport = makeTransport.apply(this);
        final EndpointLookup lookup = new EndpointLookup(loop, transport);

        @Nullable
        Hop hop;

        void start(RelayTransport.Target target, MediaEndpoints endpoints, HopKeys keys, long nowNs) {
            hop = new Hop("relay", this, keys);
            if (this == side) {
                input.relay(hop);
            }
            transport.start(target, nowNs);
            lookup.start(endpoints);
        }

        boolean isOpen() {
            return isOpen(MediaType.AUDIO) && isOpen(MediaType.VIDEO);
        }

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

        @Override
        public void packet(@Nullable MediaType socket, byte[] buf, int length, @Nullable InetSocketAddress from) {
            input.packet(hop, socket, buf, length, from);
        }

        @Override
        public void selected(MediaType type, Selected way) {
            if (this == side) {
                uplink.pathChanged();
                tell(type);
            } else if (next != null) {
                changeOver(next, System.nanoTime());
            }
        }

        @Override
        public void silent() {
            if (this == side) {
                listener.nodeSilent();
            }
        }

        @Override
        public void peerStun(StunMessage message, InetSocketAddress from) {
            if (this == side) {
                peer.stun(message, from, System.nanoTime());
            }
        }

        @Override
        public void muxMapped(InetSocketAddress mapped) {
            if (this == side) {
                peer.muxMapped(mapped);
            }
        }

        @Override
        public void ticketWanted(Consumer<byte[]> ticket) {
            if (this == (next == null ? side : next)) {
                listener.ticketWanted(ticket);
            }
        }
    }

    /** Where the packets of the node arrive. */
    RelayTransport.Listener arrivals() {
        return side;
    }

    PeerSession peer() {
        return peer;
    }

    /** The node asks where this client is: its packets come from an address that it does not know. */
    void probe(long nowNs) {
        side.transport.probe(nowNs);
    }

    void ticketFailed() {
        (next == null ? side : next).transport.ticketFailed();
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
        return hops.stream().anyMatch(hop -> hop.isOpen(type));
    }

    void push(SendStream stream, MediaFrame frame) {
        stream.push(frame.data(), frame.ptsNs(), frame.keyFrame(), System.nanoTime(), hops);
    }

    /** To be called each 50 ms. */
    void turn(long nowNs) {
        finishMove(nowNs);
        side.transport.turn(nowNs, type -> peer.sendsToRelay() && streams.expects(type, nowNs));
        if (next != null) {
            next.transport.turn(nowNs, type -> false);
        }
        if (before != null) {
            before.transport.turn(nowNs, type -> false);
        }
        peer.turn(nowNs);
        boolean sending = false;
        for (SendStream stream : streams.sends()) {
            stream.turn(nowNs, hops);
            sending |= stream.isSending(nowNs);
        }
        for (ReceiveStream stream : streams.receives()) {
            stream.roundTrip(side.transport.roundTripNs(stream.id().mediaType()));
            stream.turn(nowNs);
        }
        uplink.turn(nowNs, sending);
        feedback.turn(side.hop, peer.hop(), nowNs);
    }

    @Override
    public void routesChanged() {
        List<Hop> open = new ArrayList<>();
        if (peer.sendsToRelay() && side.hop != null) {
            open.add(side.hop);
        }
        Hop direct = peer.hop();
        if (peer.sendsToPeer() && direct != null) {
            open.add(direct);
        }
        hops = List.copyOf(open);
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
        return switch (side.transport.selected(type)) {
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
                "malformed", side.transport.malformed(),
                "send_failures", side.transport.failures(),
                "pacer_dropped", pacer.dropped(),
                "frames_dropped", streams.droppedFrames());
    }

    void close() {
        peer.end();
        pacer.close();
        streams.close();
        close(next);
        close(before);
        close(side);
    }
}
