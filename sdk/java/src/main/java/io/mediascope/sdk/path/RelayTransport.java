package io.mediascope.sdk.path;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.sdk.link.HostPort;
import io.mediascope.sdk.link.TlsConnector;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The ways between a client and its node: a UDP socket for audio, one for video, one for peers, and the media
 * connection (TLS) for what UDP does not carry. Each media type falls back and returns on its own.
 */
public final class RelayTransport {
    /** How media of one type travels. */
    public enum Selected {
        NONE,
        UDP,
        TCP
    }

    /** Where the ways are. */
    public record Target(
            HostPort node,
            List<InetSocketAddress> audio,
            List<InetSocketAddress> video,
            List<InetSocketAddress> mux,
            StunCredentials stun,
            byte[] mediaTicket) {}

    /** What the transport tells and asks. */
    public interface Listener {
        void selected(MediaType type, Selected way);

        /** The node does not answer over UDP: that may be the network, or the node. */
        void silent();

        /** Not STUN of the node. The array is reused. */
        void packet(@Nullable MediaType socket, byte[] buf, int length, @Nullable InetSocketAddress from);

        /** STUN that is not an answer of the node: for the peer's path. Mux socket only. */
        void peerStun(StunMessage message, InetSocketAddress from);

        /** The mux socket's public address was learned or has changed. */
        void muxMapped(InetSocketAddress mapped);

        /** A fresh one-time ticket is needed; {@code ticket} may never be called. */
        void ticketWanted(Consumer<byte[]> ticket);
    }

    private static final int MAX_PACKET = 4096;

    private final boolean udpAllowed;
    private final boolean tcpAllowed;
    private final TcpFallback tcp;
    private final Listener listener;
    private final SequenceCounter sequences = new SequenceCounter();
    private final Map<MediaType, Lane> lanes = new EnumMap<>(MediaType.class);
    private final UdpSocket mux;
    private final StunPath muxPath;
    private final StunMessage stun = new StunMessage();
    private final byte[] scratch = new byte[MAX_PACKET];
    private @Nullable Target target;
    private @Nullable InetSocketAddress toldMapped;
    private long malformed;

    /** One media type. */
    private final class Lane implements StunPath.Listener {
        final MediaType type;
        final UdpSocket socket;
        final StunPath path;
        Selected selected = Selected.NONE;
        boolean wantsTcp;

        Lane(MediaType type, EventLoop loop, boolean epoll, PacketGate gate) {
            this.type = type;
            this.socket =
                    UdpSocket.open(loop, epoll, gate, from -> true, (buf, n, from) -> received(this, buf, n, from));
            this.path = new StunPath(sequences, (buf, n, to) -> this.socket.send(buf, n, to, false), this);
        }

        @Override
        public void up() {
            wantsTcp = false;
            socket.wayChanged();
            path.nominate(true, System.nanoTime());
            select(Selected.UDP);
        }

        @Override
        public void doubtful() {
            listener.silent();
        }

        @Override
        public void down() {
            path.nominate(!tcpAllowed, System.nanoTime());
            if (tcpAllowed) {
                wantsTcp = true;
                selectTcp();
            }
            listener.silent();
        }

        void selectTcp() {
            if (wantsTcp && selected != Selected.TCP && tcp.isAccepted()) {
                tcp.select(type, sequences.next());
                select(Selected.TCP);
            }
        }

        void select(Selected way) {
            if (selected != way) {
                selected = way;
                listener.selected(type, way);
            }
        }
    }

    public RelayTransport(
            EventLoop loop,
            boolean epoll,
            PacketGate gate,
            boolean udpAllowed,
            boolean tcpAllowed,
            TlsConnector connector,
            SslContext tls,
            Listener listener) {
        this.udpAllowed = udpAllowed;
        this.tcpAllowed = tcpAllowed;
        this.listener = listener;
        this.tcp = new TcpFallback(connector, tls, new FromTcp());
        for (MediaType type : MediaType.values()) {
            lanes.put(type, new Lane(type, loop, epoll, gate));
        }
        this.mux = UdpSocket.open(loop, epoll, gate, this::isMuxEndpoint, this::muxReceived);
        this.muxPath =
                new StunPath(sequences, (buf, n, to) -> this.mux.send(buf, n, to, false), new StunPath.Listener() {
                    @Override
                    public void up() {
                        // The mapped address tells more, and it is looked at with each answer.
                    }

                    @Override
                    public void down() {
                        // No media of the node flows here; the peer's path has its own watch.
                    }
                });
    }

    /** Begins anew towards a node, after a join or a resume. The sockets stay. */
    public void start(Target newTarget, long nowNs) {
        target = newTarget;
        tcp.start(newTarget.node(), newTarget.mediaTicket());
        for (Lane lane : lanes.values()) {
            lane.wantsTcp = false;
            lane.select(Selected.NONE);
        }
        StunCredentials credentials = newTarget.stun();
        for (Lane lane : lanes.values()) {
            List<InetSocketAddress> endpoints = lane.type == MediaType.AUDIO ? newTarget.audio() : newTarget.video();
            lane.socket.wayChanged();
            lane.path.start(
                    udpAllowed ? endpoints : List.of(), credentials.ufrag(), credentials.password(), true, nowNs);
        }
        muxPath.start(
                udpAllowed ? newTarget.mux() : List.of(), credentials.ufrag(), credentials.password(), false, nowNs);
    }

    /** One more address of the node was found; {@code type} is null for the socket of peers. */
    public void found(@Nullable MediaType type, InetSocketAddress address, long nowNs) {
        if (udpAllowed && target != null) {
            (type == null ? muxPath : lane(type).path).add(address, nowNs);
        }
    }

    /** To be called each 50 ms; {@code expects} tells whether packets of a type should be arriving. */
    public void turn(long nowNs, java.util.function.Predicate<MediaType> expects) {
        boolean tcpNeeded = false;
        for (Lane lane : lanes.values()) {
            lane.path.turn(nowNs, expects.test(lane.type));
            tcpNeeded |= lane.wantsTcp;
        }
        muxPath.turn(nowNs, false);
        tcp.turn(tcpNeeded, nowNs);
    }

    /** The node knows packets of this client from an address that it cannot place: all paths are proved anew. */
    public void probe(long nowNs) {
        for (Lane lane : lanes.values()) {
            lane.path.probeNow(nowNs);
        }
        muxPath.probeNow(nowNs);
    }

    /** The last request for a ticket came to nothing. */
    public void ticketFailed() {
        tcp.ticketFailed();
    }

    private final class FromTcp implements TcpFallback.Listener {
        @Override
        public void accepted() {
            lanes.values().forEach(Lane::selectTcp);
        }

        @Override
        public void packet(MediaType type, ByteBuf packet) {
            int length = packet.readableBytes();
            if (length > 0 && length <= MAX_PACKET) {
                packet.getBytes(packet.readerIndex(), scratch, 0, length);
                listener.packet(type, scratch, length, null);
            } else {
                malformed++;
            }
            packet.release();
        }

        @Override
        public void closed() {
            for (Lane lane : lanes.values()) {
                if (lane.selected == Selected.TCP) {
                    lane.select(Selected.NONE);
                }
            }
        }

        @Override
        public void ticketWanted(Consumer<byte[]> ticket) {
            listener.ticketWanted(ticket);
        }
    }

    public Selected selected(MediaType type) {
        return lane(type).selected;
    }

    /** True while the media connection does not take what was given to it. */
    public boolean behind(MediaType type) {
        return lane(type).selected == Selected.TCP && tcp.behind();
    }

    /** Sends to the node the way that is selected; {@code packets} keeps its owner. */
    public void send(MediaType type, ByteBuf packets, PacketBatch batch) {
        Lane lane = lane(type);
        InetSocketAddress to = lane.path.endpoint();
        if (lane.selected == Selected.TCP) {
            tcp.send(type, packets, batch);
        } else if (lane.selected == Selected.UDP && to != null) {
            lane.socket.send(packets, batch, to, false, System.nanoTime());
        }
    }

    /** Sends to a peer from the mux socket; {@code packets} keeps its owner. */
    public void sendDirect(ByteBuf packets, PacketBatch batch, InetSocketAddress to) {
        mux.send(packets, batch, to, true, System.nanoTime());
    }

    /** Sends one datagram to a peer from the mux socket. */
    public void sendDirect(byte[] buf, int length, InetSocketAddress to) {
        mux.send(buf, length, to, true);
    }

    /** The node, or the peer when {@code direct}, has received this packet. */
    public void confirmed(MediaType type, boolean direct, int ssrc, int seq) {
        (direct ? mux : lane(type).socket).confirmed(ssrc, seq);
    }

    /** Another peer, or the same on another way. */
    public void peerChanged() {
        mux.wayChanged();
    }

    public int muxPort() {
        return mux.localPort();
    }

    /** The mux socket's address as the node sees it; null before its first answer. */
    public @Nullable InetSocketAddress muxMapped() {
        return muxPath.mapped();
    }

    public long roundTripNs(MediaType type) {
        return lane(type).path.roundTripNs();
    }

    public long malformed() {
        return malformed;
    }

    /** How often the system refused to send. */
    public long failures() {
        return mux.failures()
                + lanes.values().stream().mapToLong(l -> l.socket.failures()).sum();
    }

    public void close() {
        tcp.close();
        target = null;
        for (Lane lane : lanes.values()) {
            lane.path.stop();
            lane.socket.close();
        }
        muxPath.stop();
        mux.close();
    }

    private Lane lane(MediaType type) {
        Lane lane = lanes.get(type);
        if (lane == null) {
            throw new IllegalStateException("no lane for " + type);
        }
        return lane;
    }

    private boolean isMuxEndpoint(InetSocketAddress from) {
        return muxPath.isEndpoint(from);
    }

    private void received(Lane lane, byte[] buf, int length, InetSocketAddress from) {
        if (!lane.path.isEndpoint(from)) {
            malformed++;
            return;
        }
        long nowNs = System.nanoTime();
        if (StunMessage.isStun(buf, 0, length)) {
            if (!stun.parse(buf, 0, length)
                    || stun.type() != StunMessage.BINDING_SUCCESS
                    || !lane.path.answered(stun, from, nowNs)) {
                malformed++;
            }
            return;
        }
        lane.path.arrived(nowNs);
        listener.packet(lane.type, buf, length, from);
    }

    private void muxReceived(byte[] buf, int length, InetSocketAddress from) {
        if (!StunMessage.isStun(buf, 0, length)) {
            listener.packet(null, buf, length, from);
            return;
        }
        if (!stun.parse(buf, 0, length)) {
            malformed++;
            return;
        }
        long nowNs = System.nanoTime();
        if (stun.type() == StunMessage.BINDING_SUCCESS && isMuxEndpoint(from) && muxPath.answered(stun, from, nowNs)) {
            InetSocketAddress mapped = muxPath.mapped();
            if (mapped != null && !mapped.equals(toldMapped)) {
                toldMapped = mapped;
                listener.muxMapped(mapped);
            }
            return;
        }
        listener.peerStun(stun, from);
    }
}
