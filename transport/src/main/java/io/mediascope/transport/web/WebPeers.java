package io.mediascope.transport.web;

import io.mediascope.media.rtp.PacketKind;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.media.webrtc.LocalPeer;
import io.mediascope.media.webrtc.PeerRole;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The WebRTC peer connections of one loop. {@link #create} and {@link #frames} are for any thread, everything else for the loop. */
public final class WebPeers {
    private static final Logger LOG = LoggerFactory.getLogger(WebPeers.class);
    private static final int SCRATCH_BYTES = 2048;
    private static final long TICK_NS = 100_000_000L;

    private final WebLoop loop;
    private final DtlsEngine dtls;
    private final WebSettings settings;
    private final WebCounters counters;
    private final PeerTable table = new PeerTable();
    private final PeerBindings bindings;
    private final TcpFrames frames;
    private final Set<PeerConnection> connections = new LinkedHashSet<>();
    private final byte[] scratch = new byte[SCRATCH_BYTES];
    private final byte[] plain = new byte[SCRATCH_BYTES];
    private long tickedNs;

    public WebPeers(WebLoop loop, DtlsEngine dtls, WebSettings settings, WebCounters counters) {
        this.loop = loop;
        this.dtls = dtls;
        this.settings = settings;
        this.counters = counters;
        this.bindings = new PeerBindings(counters, table);
        this.frames = new TcpFrames(this, settings.tcpQueueFrames());
    }

    /** A peer connection that is not served yet: {@link PeerConnection#open} does that. Any thread. */
    public PeerConnection create(PeerRole role, WebPeerListener listener) {
        LocalPeer local = new LocalPeer(IceSecrets.create(loop.index()), dtls.fingerprint(), loop.candidates());
        return new PeerConnection(this, role, new SafePeerListener(listener, counters), local);
    }

    /** Whether a STUN user name is of the form that peers use (RFC 8445 section 7.2.2): ours, a colon, theirs. */
    public static boolean isPeerName(String username) {
        return username.indexOf(':') >= 0;
    }

    /** A Binding request whose user name is a peer's, in a datagram. */
    public void binding(StunMessage request, String username, PeerSocket socket, InetSocketAddress sender, long nowNs) {
        bindings.overUdp(request, username, socket, sender, nowNs);
    }

    /** A datagram that is not STUN; false when no peer has proved this address. */
    public boolean received(PacketKind kind, byte[] packet, int length, InetSocketAddress sender, long nowNs) {
        UdpPeerPath path = table.byAddress(sender);
        if (path == null) {
            return false;
        }
        path.owner().received(path, kind, packet, length, nowNs);
        return true;
    }

    /** A frame of an ICE-TCP connection. */
    void frame(TcpPeerPath path, byte[] packet, int length, long nowNs) {
        PacketKind kind = PacketKind.of(packet, 0, length);
        if (kind == PacketKind.STUN) {
            bindings.overTcp(packet, length, path, nowNs);
        } else if (path.owner() == null) {
            counters.increment(WebCounter.TCP_UNPROVED);
            path.close();
        } else {
            path.owner().received(path, kind, packet, length, nowNs);
        }
    }

    /** To be called every 20 ms or so. */
    public void tick(long nowNs) {
        if (nowNs - tickedNs < TICK_NS) {
            return;
        }
        tickedNs = nowNs;
        for (PeerConnection connection : List.copyOf(connections)) {
            tick(connection, nowNs);
        }
    }

    private void tick(PeerConnection connection, long nowNs) {
        try {
            connection.tick(nowNs);
        } catch (RuntimeException e) {
            counters.increment(WebCounter.INTERNAL_ERROR);
            LOG.error("the timer of a peer connection failed", e);
        }
    }

    /** Queue of the frames that come from ICE-TCP connections. Any thread. */
    public TcpFrames frames() {
        return frames;
    }

    /** Peer connections that are served now. */
    public int size() {
        return connections.size();
    }

    /** Closes every peer connection. */
    public void close() {
        List.copyOf(connections).forEach(PeerConnection::close);
    }

    void add(PeerConnection connection, PeerIce ice) {
        connections.add(connection);
        ice.ufrags().forEach(ufrag -> table.addUfrag(ufrag, connection));
    }

    void remove(PeerConnection connection, List<String> ufrags) {
        connections.remove(connection);
        ufrags.forEach(table::removeUfrag);
    }

    WebLoop loop() {
        return loop;
    }

    DtlsEngine dtls() {
        return dtls;
    }

    WebSettings settings() {
        return settings;
    }

    WebCounters counters() {
        return counters;
    }

    PeerTable table() {
        return table;
    }

    /** Where packets are sealed. */
    byte[] scratch() {
        return scratch;
    }

    /** Where packets are opened. */
    byte[] plain() {
        return plain;
    }
}
