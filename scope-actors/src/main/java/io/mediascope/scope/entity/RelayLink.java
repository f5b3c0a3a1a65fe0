package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.media.routing.RoutingSnapshot;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.WantedMedia;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import io.mediascope.scope.relay.RelayReply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The actor's half of its relay: routes go down as versioned deltas, messages to clients behind them. What was not
 * acknowledged is sent again; an agent that missed something gets everything anew.
 *
 * <p>What waits for a silent agent is bounded: beyond that it becomes one full delta. News of participants are given up then, and
 * everybody gets a {@link ClientMessage.View} in their place; of the rest, which concerns single clients, the newest is
 * kept, and what is lost is asked for again by the sessions or ended by the scope's deadlines.
 */
final class RelayLink {
    private static final int MAX_PENDING = 64;
    private static final int MAX_DELIVERIES = 10_000;
    /** One change in a large scope is a delivery to everybody: so many of them may wait. */
    private static final int MAX_CHANGES = 256;

    private static final int KEPT_DELIVERIES = 1000;

    private final ScopeKey scope;
    private final NodeRef node;
    private final FencingToken token;
    private final ActorRef<RelayCommand> agent;
    private final ActorRef<RelayReply> replyTo;
    private final MediaEndpoints endpoints;
    private final ScopeRouting routing;
    private final Deque<RelayCommand.Apply> pending = new ArrayDeque<>();
    private final List<Delivery> carried = new ArrayList<>();
    private RoutingSnapshot sent = RoutingSnapshot.EMPTY;
    private boolean full = true;
    private long version;
    private @Nullable Instant resendAt;

    RelayLink(
            RelayReply.Opened opened, FencingToken token, ActorRef<RelayCommand> agent, ActorRef<RelayReply> replyTo) {
        this.scope = opened.scope();
        this.node = opened.node();
        this.token = token;
        this.agent = agent;
        this.replyTo = replyTo;
        this.endpoints = opened.endpoints();
        this.routing = new ScopeRouting(new LinkSecrets(opened.secret(), opened.loopIndex()));
        this.version = opened.heldVersion();
    }

    NodeRef node() {
        return node;
    }

    FencingToken token() {
        return token;
    }

    MediaEndpoints endpoints() {
        return endpoints;
    }

    ScopeRouting routing() {
        return routing;
    }

    /** Sends what has changed since the last call, and {@code deliveries} behind it; nothing when there is nothing. */
    void publish(
            ScopeState state,
            Function<Participant, WantedMedia> wanted,
            List<Delivery> deliveries,
            Instant now,
            Duration resend) {
        RoutingSnapshot next = routing.compile(state, wanted, version + 1);
        RoutingDelta delta = full ? next.asFullDelta() : next.since(sent);
        if (!full
                && deliveries.isEmpty()
                && delta.changed().isEmpty()
                && delta.removed().isEmpty()) {
            return;
        }
        version = next.version();
        sent = next;
        full = false;
        carried.addAll(deliveries);
        send(new RelayCommand.Apply(scope, token, delta, List.copyOf(carried), replyTo));
        carried.clear();
        if (resendAt == null) {
            resendAt = now.plus(resend);
        }
    }

    /** Whether too much waits for the agent. */
    boolean crowded() {
        int room = Math.max(MAX_DELIVERIES, MAX_CHANGES * sent.participants().size());
        return pending.size() >= MAX_PENDING
                || pending.stream().mapToInt(a -> a.deliveries().size()).sum() > room;
    }

    /** Gives up what waits: the next delta is a full one, and has to come with a view for everybody. */
    void collapse() {
        List<Delivery> kept = pending.stream()
                .flatMap(a -> a.deliveries().stream())
                .filter(d -> !Notices.inView(d.message()))
                .toList();
        carried.addAll(kept.subList(Math.max(0, kept.size() - KEPT_DELIVERIES), kept.size()));
        pending.clear();
        full = true;
    }

    void acknowledged(long applied) {
        pending.removeIf(apply -> apply.delta().version() <= applied);
        if (pending.isEmpty()) {
            resendAt = null;
        }
    }

    /** The agent holds another version than the one that a delta builds on: everything again, behind one full delta. */
    void resync(long held, Instant now, Duration resend) {
        acknowledged(held);
        RelayCommand.Apply first = pending.peekFirst();
        if (first == null && held == version) {
            return;
        }
        if (first != null && first.delta().full()) {
            return;
        }
        List<Delivery> deliveries = new ArrayList<>();
        pending.forEach(apply -> deliveries.addAll(apply.deliveries()));
        pending.clear();
        version = Math.max(version, held) + 1;
        sent = new RoutingSnapshot(version, sent.participants());
        send(new RelayCommand.Apply(scope, token, sent.asFullDelta(), deliveries, replyTo));
        resendAt = now.plus(resend);
    }

    /** Sends again what is due. */
    void tick(Instant now, Duration resend) {
        Instant at = resendAt;
        if (at != null && !at.isAfter(now)) {
            pending.forEach(agent::tell);
            resendAt = now.plus(resend);
        }
    }

    @Nullable
    Instant next() {
        return resendAt;
    }

    void close(String reason) {
        agent.tell(new RelayCommand.Close(scope, token, reason, replyTo));
    }

    private void send(RelayCommand.Apply apply) {
        pending.addLast(apply);
        agent.tell(apply);
    }
}
