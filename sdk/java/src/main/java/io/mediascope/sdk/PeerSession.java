package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.HopKeys;
import io.mediascope.media.routing.StunCredentials;
import io.mediascope.media.stun.StunMessage;
import io.mediascope.sdk.path.PacketBatch;
import io.mediascope.sdk.path.PeerPath;
import io.mediascope.sdk.path.RelayTransport;
import io.mediascope.sdk.stream.Hop;
import io.mediascope.transport.wire.v1.P2pCandidates;
import io.mediascope.transport.wire.v1.P2pEstablished;
import io.mediascope.transport.wire.v1.P2pFailed;
import io.mediascope.transport.wire.v1.P2pNotice;
import io.mediascope.transport.wire.v1.P2pRelayCarries;
import io.mediascope.transport.wire.v1.P2pReport;
import io.mediascope.transport.wire.v1.P2pStart;
import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Peer to peer, attempt by attempt: candidates, proof, switch, and the way back to the relay. Service thread only. */
final class PeerSession {
    /** What the engine does about it. */
    interface Engine {
        void report(P2pReport report);

        /** Publishes to the peer, the relay, or both from now on. */
        void routesChanged();

        void hopEnded(Hop hop);

        void sentDirect(MediaType type, int packets, int bytes);
    }

    private static final long PLANNED_STOP_NS = 3_000_000_000L;
    private static final int MAX_HOST_CANDIDATES = 12;

    private final Supplier<RelayTransport> transport;
    private final Engine engine;
    private long attempt;
    private @Nullable PeerPath path;
    private @Nullable Hop hop;
    private boolean toPeer;
    private boolean toRelay = true;
    private long dropAtNs;
    private boolean stopping;
    private boolean carriesTold;

    PeerSession(Supplier<RelayTransport> transport, Engine engine) {
        this.transport = transport;
        this.engine = engine;
    }

    boolean sendsToPeer() {
        return toPeer;
    }

    boolean sendsToRelay() {
        return toRelay;
    }

    /** The peer's end; null without an attempt. */
    @Nullable
    Hop hop() {
        return hop;
    }

    void notice(P2pNotice notice, long nowNs) {
        if (notice.hasStart()) {
            if (notice.getAttempt() > attempt || path == null) {
                start(notice.getAttempt(), notice.getStart(), nowNs);
            }
            return;
        }
        PeerPath current = path;
        if (notice.getAttempt() != attempt || current == null) {
            return;
        }
        switch (notice.getNoticeCase()) {
            case PEER_CANDIDATES ->
                Wire.addresses(notice.getPeerCandidates().getCandidatesList()).forEach(current::addCandidate);
            case SWITCH_TO_PEER -> switchToPeer(current);
            case STOP -> stop(notice.getStop().getPlanned(), nowNs);
            case DROP -> end();
            default -> {
                // A notice of a later version.
            }
        }
    }

    private void start(long newAttempt, P2pStart start, long nowNs) {
        end();
        HopKeys keys = Wire.hopKeys(start.getRtcp());
        StunCredentials local = Wire.stun(start.getLocal());
        StunCredentials remote = Wire.stun(start.getRemote());
        if (keys == null || local == null || remote == null) {
            return;
        }
        attempt = newAttempt;
        carriesTold = false;
        stopping = false;
        path = new PeerPath(local, remote, transport.get()::sendDirect, new Events(), nowNs);
        hop = new Hop("peer", new Direct(), keys);
        transport.get().peerChanged();
        List<InetSocketAddress> candidates = hostCandidates(transport.get().muxPort());
        InetSocketAddress mapped = transport.get().muxMapped();
        if (mapped != null && !candidates.contains(mapped)) {
            candidates.add(mapped);
        }
        candidates(candidates);
    }

    private final class Events implements PeerPath.Listener {
        @Override
        public void established(InetSocketAddress remote, long roundTripNs) {
            engine.report(report().setEstablished(P2pEstablished.newBuilder()
                            .setRemote(NetUtil.toSocketAddressString(remote))
                            .setRoundTripUs((int) (roundTripNs / 1_000)))
                    .build());
        }

        @Override
        public void failed(String reason) {
            engine.report(
                    report().setFailed(P2pFailed.newBuilder().setReason(reason)).build());
            end();
        }
    }

    private final class Direct implements Hop.Way {
        @Override
        public void send(MediaType type, ByteBuf packets, PacketBatch batch) {
            InetSocketAddress to = path == null ? null : path.remote();
            if (to != null) {
                transport.get().sendDirect(packets, batch, to);
                engine.sentDirect(type, batch.count(), packets.readableBytes());
            }
        }

        @Override
        public boolean isOpen(MediaType type) {
            return path != null && path.state() == PeerPath.State.ESTABLISHED;
        }

        @Override
        public boolean behind(MediaType type) {
            return false;
        }
    }

    private P2pReport.Builder report() {
        return P2pReport.newBuilder().setAttempt(attempt);
    }

    private void candidates(List<InetSocketAddress> addresses) {
        P2pCandidates.Builder candidates = P2pCandidates.newBuilder();
        addresses.forEach(a -> candidates.addCandidates(Wire.hostPort(a)));
        engine.report(report().setCandidates(candidates).build());
    }

    /** The public address came, or changed, after the attempt began. */
    void muxMapped(InetSocketAddress mapped) {
        if (path != null && path.state() == PeerPath.State.CHECKING) {
            candidates(List.of(mapped));
        }
    }

    private void switchToPeer(PeerPath current) {
        if (current.state() == PeerPath.State.ESTABLISHED && !toPeer) {
            toPeer = true;
            toRelay = false;
            stopping = false;
            engine.routesChanged();
        }
    }

    private void stop(boolean planned, long nowNs) {
        if (!planned || !toPeer) {
            end();
            return;
        }
        stopping = true;
        toRelay = true;
        dropAtNs = nowNs + PLANNED_STOP_NS;
        engine.routesChanged();
    }

    /** While stopping: true until the relay was seen to carry every live stream. */
    boolean awaitsRelay() {
        return stopping && !carriesTold;
    }

    void relayCarries() {
        carriesTold = true;
        engine.report(
                report().setRelayCarries(P2pRelayCarries.getDefaultInstance()).build());
    }

    void end() {
        Hop ended = hop;
        boolean routed = toPeer || !toRelay;
        path = null;
        hop = null;
        toPeer = false;
        toRelay = true;
        stopping = false;
        if (ended != null) {
            engine.hopEnded(ended);
        }
        if (routed) {
            engine.routesChanged();
        }
    }

    void turn(long nowNs) {
        PeerPath current = path;
        if (current == null) {
            return;
        }
        if (stopping && nowNs - dropAtNs >= 0) {
            end();
        } else {
            current.turn(nowNs);
        }
    }

    void stun(StunMessage message, InetSocketAddress from, long nowNs) {
        PeerPath current = path;
        if (current == null) {
            return;
        }
        if (message.type() == StunMessage.BINDING_REQUEST) {
            current.requested(message, from, nowNs);
        } else if (message.type() == StunMessage.BINDING_SUCCESS) {
            current.answered(message, from, nowNs);
        }
    }

    /** The peer's end when {@code from} was proved to be the peer; null otherwise. */
    @Nullable
    Hop hopOf(InetSocketAddress from) {
        PeerPath current = path;
        return current != null && current.isRemote(from) ? hop : null;
    }

    /** A packet of the peer was opened. */
    void arrived(long nowNs) {
        if (path != null) {
            path.arrived(nowNs);
        }
    }

    /** Own addresses, loopback last: two clients on one machine without a network find each other too. */
    static List<InetSocketAddress> hostCandidates(int port) {
        List<InetSocketAddress> candidates = new ArrayList<>();
        List<InetSocketAddress> loopback = new ArrayList<>();
        if (port == 0) {
            return candidates;
        }
        try {
            NetworkInterface.networkInterfaces().forEach(each(address -> {
                InetSocketAddress candidate = new InetSocketAddress(address, port);
                (address.isLoopbackAddress() ? loopback : candidates).add(candidate);
            }));
        } catch (SocketException e) {
            return candidates;
        }
        candidates.addAll(loopback);
        return new ArrayList<>(candidates.subList(0, Math.min(MAX_HOST_CANDIDATES, candidates.size())));
    }

    private static Consumer<NetworkInterface> each(Consumer<InetAddress> take) {
        return network -> network.inetAddresses()
                .filter(a -> !a.isLinkLocalAddress() && !a.isMulticastAddress() && !a.isAnyLocalAddress())
                .forEach(take);
    }
}
