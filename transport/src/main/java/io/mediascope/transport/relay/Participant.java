package io.mediascope.transport.relay;

import io.mediascope.media.cache.CacheBudget;
import io.mediascope.media.feedback.ArrivalRecorder;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.RouteParticipant;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.srtp.SrtcpReceiver;
import io.mediascope.media.srtp.SrtcpSender;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.stun.StunIntegrity;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.udp.SocketKind;
import io.mediascope.transport.relay.udp.UdpSocket;
import io.netty.util.collection.IntObjectHashMap;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One participant on the loop: keys, paths, what it sends and what it receives. Survives every change of its routes. */
final class Participant {
    private static final long REPORT_NS = 1_000_000_000L;
    private static final long PROBE_NS = 500_000_000L;

    private final MediaRelay relay;
    private final LoopContext loop;
    private final UdpPath muxPath = new UdpPath(SocketKind.MUX);
    private final Outlet audio;
    private final Outlet video;
    private final ArrivalRecorder audioArrivals = new ArrivalRecorder();
    private final ArrivalRecorder videoArrivals = new ArrivalRecorder();
    private final List<UpTrack> upTracks = new ArrayList<>();
    private final IntObjectHashMap<DownTrack> downTracks = new IntObjectHashMap<>();
    private final @Nullable WebSide web;
    private final @Nullable PipeProbe pipe;
    private final List<DownTrack> announcing = new ArrayList<>(1);
    private RouteParticipant route;
    private StunIntegrity integrity;
    private SrtcpSender rtcpSender;
    private SrtcpReceiver rtcpReceiver;
    private long lastSeenNs;
    private long reportNs;
    private long probeAskedNs;

    Participant(MediaRelay relay, RouteParticipant route, LoopContext loop) {
        this.relay = relay;
        this.route = route;
        this.loop = loop;
        this.audio = new Outlet(MediaType.AUDIO, new UdpPath(SocketKind.AUDIO), loop.turn());
        this.video = new Outlet(MediaType.VIDEO, new UdpPath(SocketKind.VIDEO), loop.turn());
        this.integrity = new StunIntegrity(route.stun().password());
        this.rtcpSender = newRtcpSender(route);
        this.rtcpReceiver = newRtcpReceiver(route);
        this.lastSeenNs = loop.turn().begin();
        this.probeAskedNs = lastSeenNs - PROBE_NS;
        this.web = route.web() ? new WebSide(this, loop) : null;
        // Not all participants of a scope in one turn: media would wait for the reports of a thousand.
        this.reportNs = lastSeenNs - (route.sessionId().hashCode() & 1023) * (REPORT_NS / 1024);
        loop.paths().addUfrag(route.stun().ufrag(), this);
        this.pipe = route.pipe() == null ? null : new PipeProbe(route.pipe(), loop);
        if (pipe != null) {
            loop.paths().addPipe(this);
        }
    }

    /** Takes changed credentials and hop keys; contexts whose key is the same go on, so that no index is used twice. */
    void update(RouteParticipant changed) {
        RouteParticipant old = route;
        route = changed;
        if (!changed.stun().equals(old.stun())) {
            takeCredentials(old.stun(), changed.stun());
        }
        if (!changed.rtcp().nodeToClient().equals(old.rtcp().nodeToClient())) {
            rtcpSender = newRtcpSender(changed);
        }
        if (!changed.rtcp().clientToNode().equals(old.rtcp().clientToNode())) {
            rtcpReceiver = newRtcpReceiver(changed);
        }
    }

    private void takeCredentials(StunCredentials old, StunCredentials changed) {
        loop.paths().removeUfrag(old.ufrag(), this);
        loop.paths().addUfrag(changed.ufrag(), this);
        integrity = new StunIntegrity(changed.password());
        audio.restartSequence();
        video.restartSequence();
        muxPath.restartSequence();
    }

    /** An authenticated, new Binding arrived. Returns whether it moved the path. */
    boolean prove(UdpSocket socket, InetSocketAddress remote, long nowNs) {
        lastSeenNs = nowNs;
        UdpPath path = path(socket.kind());
        InetSocketAddress before = path.remote();
        boolean moved = path.prove(socket, remote, nowNs);
        if (pipe != null) {
            return moved;
        }
        if (moved) {
            loop.paths().removeRemote(socket.kind(), before, this);
        }
        // Each time: who claimed this address in between, by a forged sender address, loses it again.
        loop.paths().addRemote(socket.kind(), remote, this);
        return moved;
    }

    /**
     * Something that claims to be of this participant came from elsewhere: its NAT may have given it another address. It is asked to
     * prove that one; until then the path stays where it was proved.
     */
    void strayed(SocketKind kind, long nowNs) {
        if (path(kind).remote() != null && nowNs - probeAskedNs >= PROBE_NS) {
            probeAskedNs = nowNs;
            loop.counters().increment(RelayCounter.PROBES_ASKED);
            relay.listener().probeWanted(sessionId());
        }
    }

    void seen(SocketKind kind, long nowNs) {
        lastSeenNs = nowNs;
        path(kind).seen(nowNs);
    }

    void seen(long nowNs) {
        lastSeenNs = nowNs;
    }

    /** Changes how media of one type travels and tells the listener when that is news. */
    void select(Outlet outlet, @Nullable Transport transport) {
        if (outlet.select(transport)) {
            reportTransport(outlet);
        }
    }

    void reportTransport(Outlet outlet) {
        Transport transport = outlet.transport();
        boolean udp = transport == Transport.UDP_RELAY;
        reportTransport(
                outlet.type(),
                transport,
                transport == null ? "" : udp ? "udp" : "tls",
                udp ? outlet.path().remote() : null);
    }

    void reportTransport(
            MediaType type, @Nullable Transport transport, String detail, @Nullable InetSocketAddress remote) {
        if (pipe != null) {
            return;
        }
        loop.counters().increment(RelayCounter.TRANSPORT_CHANGES);
        relay.listener().transportChanged(sessionId(), type, transport, detail, remote);
    }

    /** Announces the rollover counter of a stream before its next packet. */
    void announce(DownTrack downTrack, long index, long nowNs) {
        if (!announcing.contains(downTrack)) {
            announcing.add(downTrack);
        }
        downTrack.rollover().begin(index, nowNs);
        loop.rtcpOut().announce(this, downTrack);
    }

    /** Those whose rollover announcement is not answered. */
    List<DownTrack> announcing() {
        return announcing;
    }

    /** Whether the reports to it are due; the next ones are a second later then. */
    boolean reportDue(long nowNs) {
        if (nowNs - reportNs < REPORT_NS) {
            return false;
        }
        reportNs = nowNs;
        return true;
    }

    /** A receiver of {@code upTrack} waits for a key frame. */
    void askKeyFrame(UpTrack upTrack, long nowNs) {
        if (upTrack.keyFrameRequests().request(nowNs)) {
            loop.rtcpOut().pli(upTrack);
        }
    }

    void close() {
        if (web != null) {
            web.close();
        }
        loop.paths().removeUfrag(route.stun().ufrag(), this);
        if (pipe != null) {
            loop.paths().removePipe(this);
        }
        for (SocketKind kind : SocketKind.values()) {
            UdpPath path = path(kind);
            loop.paths().removeRemote(kind, path.remote(), this);
            path.forget();
        }
    }

    /** Its WebRTC side; null for native participants. */
    @Nullable
    WebSide web() {
        return web;
    }

    /** What proves this end to the scope's relay on another node; null for participants. */
    @Nullable
    PipeProbe pipe() {
        return pipe;
    }

    UdpPath path(SocketKind kind) {
        return switch (kind) {
            case AUDIO -> audio.path();
            case VIDEO -> video.path();
            case MUX -> muxPath;
        };
    }

    Outlet outlet(MediaType type) {
        return type == MediaType.AUDIO ? audio : video;
    }

    ArrivalRecorder arrivals(MediaType type) {
        return type == MediaType.AUDIO ? audioArrivals : videoArrivals;
    }

    @Nullable
    UpTrack upTrack(int ssrc) {
        for (int i = 0; i < upTracks.size(); i++) {
            if (upTracks.get(i).ssrc() == ssrc) {
                return upTracks.get(i);
            }
        }
        return null;
    }

    List<UpTrack> upTracks() {
        return upTracks;
    }

    @Nullable
    DownTrack downTrack(int ssrc) {
        return downTracks.get(ssrc);
    }

    Collection<DownTrack> downTracks() {
        return downTracks.values();
    }

    void addDownTrack(DownTrack downTrack) {
        downTracks.put(downTrack.upTrack().ssrc(), downTrack);
    }

    void removeDownTrack(DownTrack downTrack) {
        downTracks.remove(downTrack.upTrack().ssrc());
    }

    String sessionId() {
        return route.sessionId();
    }

    RouteParticipant route() {
        return route;
    }

    MediaRelay relay() {
        return relay;
    }

    StunIntegrity integrity() {
        return integrity;
    }

    CacheBudget cacheBudget() {
        return loop.cacheBudget();
    }

    SrtcpSender rtcpSender() {
        return rtcpSender;
    }

    SrtcpReceiver rtcpReceiver() {
        return rtcpReceiver;
    }

    long lastSeenNs() {
        return lastSeenNs;
    }

    private static SrtcpSender newRtcpSender(RouteParticipant route) {
        return new SrtcpSender(SrtpProfile.AEAD_AES_128_GCM, route.rtcp().nodeToClient(), true);
    }

    private static SrtcpReceiver newRtcpReceiver(RouteParticipant route) {
        return new SrtcpReceiver(
                SrtpProfile.AEAD_AES_128_GCM, List.of(route.rtcp().clientToNode()), true);
    }
}
