package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import io.mediascope.media.routing.RoutingDelta;
import io.mediascope.media.routing.RoutingSnapshot;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.WantedMedia;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.Pieces;
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
    /** So many changes are under way; what comes meanwhile becomes the next one. */
    private static final int WINDOW = 16;

    private static final int MAX_DELIVERIES = 1024;
    /** Beside those: each participant joins, is welcomed, and has two paths. */
    private static final int EACH = 4;

    private static final int KEPT_DELIVERIES = 1000;

    private final ActorSystem<?> system;
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
    private boolean behind;
    private long version;
    private @Nullable Instant resendAt;

    RelayLink(
            ActorSystem<?> system,
            RelayReply.Opened opened,
            FencingToken token,
            ActorRef<RelayCommand> agent,
            ActorRef<RelayReply> replyTo,
            ScopeRouting routing) {
        this.system = system;
        this.scope = opened.scope();
        this.node = opened.node();
        this.token = token;
        this.agent = agent;
        this.replyTo = replyTo;
        this.endpoints = opened.endpoints();
        this.routing = routing;
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
        carried.addAll(deliveries);
        behind = pending.size() >= WINDOW;
        if (behind) {
            return;
        }
        RoutingSnapshot next = routing.compile(state, wanted, version + 1);
        RoutingDelta delta = full ? next.asFullDelta() : next.since(sent);
        if (!full
                && carried.isEmpty()
                && delta.changed().isEmpty()
                && delta.removed().isEmpty()) {
            return;
        }
        version = next.version();
        sent = next;
        full = false;
        send(new RelayCommand.Apply(scope, token, delta, List.copyOf(carried), replyTo));
        carried.clear();
        if (resendAt == null) {
            resendAt = now.plus(resend);
        }
    }

    /** The next delta replaces whatever the agent holds. */
    boolean full() {
        return full;
    }

    /** Something waits until the agent has acknowledged what is under way. */
    boolean behind() {
        return behind;
    }

    /** Whether too much waits for the agent. */
    boolean crowded() {
        int room = MAX_DELIVERIES + EACH * sent.participants().size();
        return carried.size() > room;
    }

    /** Gives up what waits: the next delta is a full one, and has to come with a view for everybody. */
    void collapse() {
        List<Delivery> waiting = new ArrayList<>();
        pending.forEach(a -> waiting.addAll(a.deliveries()));
        waiting.addAll(carried);
        List<Delivery> kept =
                waiting.stream().filter(d -> !Notices.inView(d.message())).toList();
        carried.clear();
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
            pending.forEach(apply -> Pieces.tell(system, agent, apply));
            resendAt = now.plus(resend);
        }
    }

    @Nullable
    Instant next() {
        return resendAt;
    }

    /** Closes it under a newer token than its own: nobody who acted under that is listened to any more. */
    void close(String reason, FencingToken newer) {
        agent.tell(new RelayCommand.Close(scope, newer, reason, replyTo));
    }

    void close(String reason) {
        agent.tell(new RelayCommand.Close(scope, token, reason, replyTo));
    }

    private void send(RelayCommand.Apply apply) {
        pending.addLast(apply);
        Pieces.tell(system, agent, apply);
    }
}
