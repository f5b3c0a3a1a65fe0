package io.mediascope.scope.entity;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.entity.PeerToPeer.Broken;
import io.mediascope.scope.entity.PeerToPeer.Step;
import io.mediascope.scope.entity.TopologyPolicy.Candidate;
import io.mediascope.scope.entity.TopologyPolicy.Pair;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the steps of {@link PeerToPeer} into events and messages. */
final class DirectPaths {
    private static final int MAX_CANDIDATES = 16;

    private DirectPaths() {}

    /** The pair that could speak directly now. */
    static @Nullable Pair pair(ScopeState state, LiveLinks links) {
        if (state.participants().size() != 2) {
            return null;
        }
        List<Candidate> candidates = state.all().stream()
                .map(p -> {
                    LiveLink l = links.of(p);
                    return new Candidate(
                            p.sessionId(),
                            l.epoch(),
                            p.clientKind(),
                            p.p2pAllowed(),
                            l.ready(),
                            l.onUdp(),
                            l.reachable());
                })
                .toList();
        return TopologyPolicy.pair(candidates).orElse(null);
    }

    /** What has ended the pair, which was one until now. */
    static Broken broken(ScopeState state, LiveLinks links, Pair pair) {
        if (state.participants().size() > 2) {
            return Broken.THIRD_JOINED;
        }
        Participant low = state.participants().get(pair.low());
        Participant high = state.participants().get(pair.high());
        if (low == null || high == null) {
            return Broken.LEFT;
        } else if (!links.of(low).ready() || !links.of(high).ready()) {
            return Broken.LINK_LOST;
        }
        boolean sameLinks =
                links.of(low).epoch() == pair.lowEpoch() && links.of(high).epoch() == pair.highEpoch();
        return sameLinks ? Broken.PATH_LOST : Broken.RECONNECTED;
    }

    /** Adds the events of {@code steps} to {@code batch}; returns the messages to send behind them. */
    static List<Delivery> take(List<Step> steps, EventBatch batch, LiveLinks links, LinkSecrets secrets) {
        List<Delivery> out = new ArrayList<>();
        for (Step step : steps) {
            if (step instanceof Step.Start s) {
                start(s, batch.state(), links, secrets, out);
            } else if (step instanceof Step.Switch s) {
                change(batch, Topology.PEER_TO_PEER, "both clients proved the direct path", s.attempt(), links, out);
                both(s.pair(), links, new ClientMessage.P2pSwitch(s.attempt()), out);
            } else if (step instanceof Step.Stop s) {
                both(s.pair(), links, new ClientMessage.P2pStop(s.attempt(), s.planned(), s.reason()), out);
                if (s.wasDirect() && batch.state().live()) {
                    change(batch, Topology.RELAY, s.reason(), 0, links, out);
                }
            } else if (step instanceof Step.Drop s) {
                to(s.sessionId(), links, new ClientMessage.P2pDrop(s.attempt()), out);
            }
        }
        return out;
    }

    private static void start(
            Step.Start s, ScopeState state, LiveLinks links, LinkSecrets secrets, List<Delivery> out) {
        Participant low = state.participants().get(s.pair().low());
        Participant high = state.participants().get(s.pair().high());
        if (low == null || high == null) {
            return;
        }
        to(low.sessionId(), links, start(s.attempt(), low, high, secrets, true), out);
        to(high.sessionId(), links, start(s.attempt(), high, low, secrets, false), out);
        candidates(s.attempt(), high, links, low, out);
        candidates(s.attempt(), low, links, high, out);
    }

    private static ClientMessage start(
            long attempt, Participant self, Participant peer, LinkSecrets secrets, boolean controlling) {
        return new ClientMessage.P2pStart(
                attempt,
                peer.userId(),
                secrets.peerStun(self, attempt),
                secrets.peerStun(peer, attempt),
                secrets.peerHop(self, peer, attempt),
                controlling);
    }

    /** The public endpoint that the relay saw of {@code of} is the first candidate. */
    private static void candidates(
            long attempt, Participant of, LiveLinks links, Participant receiver, List<Delivery> out) {
        HostPort mux = links.of(of).mux();
        if (mux != null) {
            to(receiver.sessionId(), links, new ClientMessage.P2pPeerCandidates(attempt, List.of(mux)), out);
        }
    }

    /** Persists the topology and each participant's transports under it, and tells everyone of the transports. */
    private static void change(
            EventBatch batch, Topology topology, String reason, long attempt, LiveLinks links, List<Delivery> out) {
        batch.add(h -> new ScopeEvent.TopologyChanged(h, topology, reason, attempt));
        for (Participant p : batch.state().all()) {
            LiveLink link = links.of(p);
            Transport audio = link.transport(MediaType.AUDIO, topology);
            Transport video = link.transport(MediaType.VIDEO, topology);
            if (audio == p.audio() && video == p.video()) {
                continue;
            }
            String audioDetail = topology == Topology.PEER_TO_PEER ? "udp" : link.detail(MediaType.AUDIO);
            String videoDetail = topology == Topology.PEER_TO_PEER ? "udp" : link.detail(MediaType.VIDEO);
            batch.add(h -> new ScopeEvent.TransportChanged(
                    h, p.sessionId(), p.userId(), audio, audioDetail, video, videoDetail));
            out.add(Delivery.toAll(
                    new ClientMessage.TransportChanged(p.userId(), MediaType.AUDIO, audio, audioDetail)));
            out.add(Delivery.toAll(
                    new ClientMessage.TransportChanged(p.userId(), MediaType.VIDEO, video, videoDetail)));
        }
    }

    private static void both(Pair pair, LiveLinks links, ClientMessage message, List<Delivery> out) {
        to(pair.low(), links, message, out);
        to(pair.high(), links, message, out);
    }

    /** Candidates go to the peer while the attempt lasts. */
    static List<Delivery> forward(ScopeCommand.P2p report, PeerToPeer p2p, LiveLinks links) {
        List<Delivery> out = new ArrayList<>();
        Pair pair = p2p.pair();
        if (report instanceof ScopeCommand.P2pCandidates c
                && pair != null
                && p2p.concerns(c.sessionId(), c.attempt())) {
            List<HostPort> some = c.candidates().stream().limit(MAX_CANDIDATES).toList();
            to(pair.other(c.sessionId()), links, new ClientMessage.P2pPeerCandidates(c.attempt(), some), out);
        }
        return out;
    }

    /** The steps that a client's report leads to. */
    static List<Step> reported(ScopeCommand.P2p report, PeerToPeer p2p, Instant now) {
        if (report instanceof ScopeCommand.P2pEstablished r) {
            return p2p.established(r.sessionId(), r.attempt());
        } else if (report instanceof ScopeCommand.P2pFailed r && p2p.concerns(r.sessionId(), r.attempt())) {
            return p2p.failed(r.attempt(), r.reason(), now);
        } else if (report instanceof ScopeCommand.P2pRelayCarries r) {
            return p2p.relayCarries(r.sessionId(), r.attempt());
        }
        return List.of();
    }

    /** Tells everybody how a participant's media travels now. */
    static Delivery transport(ScopeState state, Participant of, MediaType type, LiveLinks links) {
        LiveLink link = links.of(of);
        return Delivery.toAll(new ClientMessage.TransportChanged(
                of.userId(), type, link.transport(type, state.topology()), link.detail(type)));
    }

    static void to(String sessionId, LiveLinks links, ClientMessage message, List<Delivery> out) {
        links.get(sessionId)
                .filter(LiveLink::ready)
                .ifPresent(link -> out.add(Delivery.to(sessionId, link.epoch(), message)));
    }
}
