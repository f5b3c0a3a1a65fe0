package io.mediascope.scope.entity;

import io.mediascope.media.model.Topology;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything of a scope that lives in memory only: made anew with each recovery. */
final class ScopeRuntime {
    final LiveLinks links = new LiveLinks();
    final Coalescer transports;
    final Coalescer layers;
    final QualityLedger quality = new QualityLedger();
    final Outcomes outcomes = new Outcomes();
    final Seats seats = new Seats();
    final Rekeying rekeying;
    private final ScopePorts ports;
    private final ScopeSettings settings;
    PeerToPeer p2p;

    @Nullable
    RelayLink relay;

    /** While the scope moves: the relay that it leaves. */
    @Nullable
    Departure departure;

    private boolean live;
    private boolean viewDue;
    private @Nullable Instant qualityAt;
    private @Nullable Instant retryAt;

    ScopeRuntime(ScopePorts ports) {
        this.ports = ports;
        this.settings = ports.settings();
        this.transports = new Coalescer(settings.coalesceInterval());
        this.layers = new Coalescer(settings.coalesceInterval());
        this.rekeying = new Rekeying(settings);
        this.p2p = new PeerToPeer(settings.peerToPeer(), 0);
    }

    Instant now() {
        return ports.clock().instant();
    }

    /** A relay is open under this fencing number: attempts at direct paths count up from it. */
    void opened(RelayLink link) {
        relay = link;
        p2p = new PeerToPeer(settings.peerToPeer(), link.token().n() << 20);
    }

    /** Brings everything in step with a state that is about to be, or was, persisted. */
    void follow(ScopeState state) {
        live = state.live();
        links.follow(state);
        transports.retain(state.participants().keySet());
        layers.retain(state.participants().keySet());
        quality.follow(state);
        if (!state.live()) {
            qualityAt = null;
        } else if (qualityAt == null) {
            qualityAt = now().plus(jittered(settings.qualityInterval()));
        }
    }

    /** The messages that a batch of events causes, with those of direct paths that begin or end by it. */
    List<Delivery> deliveries(EventBatch batch) {
        RelayLink open = relay;
        if (open == null) {
            return List.of();
        }
        ScopeState state = batch.state();
        TopologyPolicy.Pair fit = departure == null ? DirectPaths.pair(state, links) : null;
        var steps = p2p.conditions(fit, pair -> DirectPaths.broken(state, links, pair), now());
        List<Delivery> direct = direct(steps, batch, open);
        List<Delivery> out = new ArrayList<>(Notices.of(batch, links, open.routing()));
        out.addAll(direct);
        return out;
    }

    List<Delivery> direct(List<PeerToPeer.Step> steps, EventBatch batch, RelayLink open) {
        return DirectPaths.take(steps, batch, links, open.routing().secrets());
    }

    /**
     * Sends routes to the agent, and behind them {@code news} for everybody, then {@code answers} for single clients. Between
     * them goes a view of the whole scope where some news before may be lost.
     */
    void publish(ScopeState state, List<Delivery> news, List<Delivery> answers) {
        RelayLink open = relay;
        if (open == null) {
            return;
        }
        List<Delivery> all = new ArrayList<>(news);
        if (open.crowded()) {
            open.collapse();
        }
        if (state.live() && (viewDue || open.full())) {
            all.add(Delivery.toAll(view(state, open)));
        }
        viewDue = false;
        all.addAll(answers);
        open.publish(state, p -> links.of(p).wanted(), all, now(), settings.resendInterval());
        Departure leaving = departure;
        if (leaving == null) {
            rekey(state, open);
            return;
        }
        if (leaving.old().crowded()) {
            leaving.old().collapse();
        }
        leaving.old().publish(state, p -> links.of(p).wanted(), all, now(), settings.resendInterval());
    }

    /** A version of its own, behind whatever was said under the old keys. */
    private void rekey(ScopeState state, RelayLink open) {
        if (!state.live()) {
            rekeying.forget();
        } else if (!open.behind() && rekeying.take(now())) {
            open.routing().rekey();
            List<Delivery> keys = Rekeying.tell(state, open.routing());
            open.publish(state, p -> links.of(p).wanted(), keys, now(), settings.resendInterval());
        }
    }

    /** The agent has taken something: what waited for that goes out. */
    void goOn(ScopeState state) {
        RelayLink open = relay;
        Departure leaving = departure;
        if (open != null && (open.behind() || (leaving != null && leaving.old().behind()))) {
            publish(state, List.of(), List.of());
        }
    }

    /** A direct path goes on when the relay is the same and both its ends are still there. */
    void interrupted(EventBatch batch, boolean relayKept) {
        if (batch.state().topology() == Topology.PEER_TO_PEER) {
            TopologyPolicy.Pair pair = relayKept ? DirectPaths.pair(batch.state(), links) : null;
            if (pair != null) {
                p2p.resume(batch.state().attempt(), pair);
            } else {
                batch.add(h -> new ScopeEvent.TopologyChanged(h, Topology.RELAY, "the scope was interrupted", 0));
            }
        }
    }

    /** The actor before this one may have died before its last messages arrived. */
    void takenOver() {
        viewDue = true;
        rekeying.left();
    }

    private ClientMessage.View view(ScopeState state, RelayLink open) {
        return new ClientMessage.View(
                state.all().stream()
                        .map(p -> open.routing().info(p, links.of(p), state.topology(), true))
                        .toList(),
                state.topology());
    }

    /** Who came to the relay that the scope leaves, and was not ready when the others were called over, is welcomed there and called. */
    List<Delivery> welcome(ScopeState state, Participant p, RelayLink open) {
        Departure leaving = departure;
        int epoch = p.link().epoch();
        if (leaving == null || !leaving.waitsFor(p)) {
            return List.of(Delivery.to(p.sessionId(), epoch, welcomeTo(open, state, p)));
        }
        return List.of(
                Delivery.to(p.sessionId(), epoch, welcomeTo(leaving.old(), state, p)),
                Delivery.to(p.sessionId(), epoch, Moving.call(p, open.node())));
    }

    /** Without the others: the agent knows what everybody was told of them. */
    private ClientMessage.Welcome welcomeTo(RelayLink open, ScopeState state, Participant p) {
        return new ClientMessage.Welcome(
                state.key().applicationId(),
                state.key().scopeId(),
                p.userId(),
                p.sessionId(),
                p.link().epoch(),
                p.link().epoch() > 1,
                List.of(),
                open.routing().tracks(p, links.of(p), true),
                open.endpoints(),
                open.routing().secrets().stun(p),
                open.routing().secrets().hop(p),
                new byte[0],
                state.topology());
    }

    /** Adds what is due: leaves of those who did not come back, coalesced changes, figures. */
    void due(EventBatch batch) {
        Instant now = now();
        for (Participant p : batch.state().all()) {
            if (links.expired(p.sessionId(), now, settings.resumeWindow())) {
                LiveLink link = links.of(p);
                Joining.leave(batch, p, link.lostReason(), link, quality);
            }
        }
        batch.disposeIfEmpty("the last participant left");
        transports.take(now).forEach(id -> transportEvent(batch, id));
        layers.take(now).forEach(id -> layerEvent(batch, id));
        Instant at = qualityAt;
        if (at != null && !at.isAfter(now)) {
            qualityAt = now.plus(jittered(settings.qualityInterval()));
            if (batch.state().live() && !quality.nothing()) {
                batch.add(h -> new ScopeEvent.QualityReported(h, quality.streams(), quality.messages()));
                quality.reported();
            }
        }
    }

    private void transportEvent(EventBatch batch, String sessionId) {
        Participant p = batch.state().participants().get(sessionId);
        if (p != null) {
            Joining.transports(batch, p, links.of(p));
        }
    }

    private void layerEvent(EventBatch batch, String sessionId) {
        Participant p = batch.state().participants().get(sessionId);
        if (p != null && !links.of(p).wanted().equals(p.wanted())) {
            batch.add(h -> new ScopeEvent.LayerChanged(
                    h, sessionId, p.userId(), links.of(p).wanted()));
        }
    }

    boolean live() {
        return live;
    }

    /** Something could not be done now. */
    void retryIn(Duration delay) {
        retryAt = now().plus(delay);
    }

    /** When something is due next. */
    @Nullable
    Instant next() {
        RelayLink open = relay;
        Instant retry = retryAt;
        retryAt = retry != null && !retry.isAfter(now()) ? null : retry;
        return Stream.of(
                        links.nextExpiry(settings.resumeWindow()),
                        transports.next(),
                        layers.next(),
                        p2p.next(),
                        rekeying.next(now()),
                        seats.next(),
                        qualityAt,
                        retryAt,
                        open == null ? null : open.next(),
                        departure == null ? null : departure.old().next())
                .filter(at -> at != null)
                .min(Instant::compareTo)
                .orElse(null);
    }

    void allLost(LeaveReason reason) {
        links.allLost(now(), reason);
    }

    private Duration jittered(Duration interval) {
        return interval.plusMillis((long) (ports.random().nextDouble() * interval.toMillis() / 10));
    }
}
