package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.entity.RelayOpening.Purpose;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.relay.PlaceRequest;
import io.mediascope.scope.relay.Placed;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import io.mediascope.scope.relay.RelayReply;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes the scope's relay to another node while its participants stay in: the new relay opens with the same secret, a pipe joins it
 * to the old one, clients are called over, and the old one closes when all have come or their time is over.
 */
final class Moving {
    /** Who has not come until then is sent there: its media is interrupted. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final MediaScope scope;
    private final ScopePorts ports;
    private final ActorSystem<?> system;
    private final ActorRef<RelayReply> replies;
    private @Nullable RelayOpening opening;
    private @Nullable Instant lookAt;

    Moving(MediaScope scope, ActorSystem<?> system, ScopePorts ports, ActorRef<RelayReply> replies) {
        this.scope = scope;
        this.system = system;
        this.ports = ports;
        this.replies = replies;
    }

    /** An actor that has just recovered knows of no move: the one before it may have begun one, whose target is the home now. */
    void recovered() {
        opening = null;
        lookAt = null;
    }

    /** @param n of the new relay's token, above every one before */
    void begin(Turn turn, ScopeCommand.MoveRelay c, long n, String incarnation) {
        RelayLink open = rt().relay;
        Refusal refusal = refusal(turn, open);
        NodeRef target = open == null ? null : target(open.node(), c.target());
        ActorRef<RelayCommand> agent =
                target == null ? null : ports.relays().agent(target).orElse(null);
        if (refusal == null && (target == null || agent == null)) {
            refusal = Refusal.of(
                    RefusalReason.BAD_REQUEST,
                    "There is no other node " + c.target() + " that takes relays; name one by its address or its link's"
                            + " HOST:PORT.");
        }
        if (refusal != null || open == null || target == null || agent == null) {
            turn.reply(c.replyTo(), new RequestReply.Refused(c.commandId(), refusal == null ? nowhere() : refusal));
            return;
        }
        turn.batch().add(h -> new ScopeEvent.ScopeMoving(h, Joining.home(target), n, c.reason()));
        turn.deliver(rt().direct(rt().p2p.leave("the scope moves", rt().now()), turn.batch(), open));
        turn.whenDone(() -> open(target, agent, new FencingToken(n, incarnation), open));
        turn.reply(c.replyTo(), new RequestReply.Accepted(c.commandId(), List.of()));
    }

    private @Nullable Refusal refusal(Turn turn, @Nullable RelayLink open) {
        if (!turn.journalUp()) {
            return Turns.unavailable();
        } else if (!turn.state().live() || open == null) {
            return nowhere();
        } else if (opening != null || rt().departure != null || begunIn(turn)) {
            return Refusal.retryable(RefusalReason.WRONG_STATE, "The scope is moving already.", 1000);
        }
        return null;
    }

    /** Asked twice at once, as by a node that drains and was not answered in time. */
    private static boolean begunIn(Turn turn) {
        return turn.batch().events().stream().anyMatch(ScopeEvent.ScopeMoving.class::isInstance);
    }

    private static Refusal nowhere() {
        return Refusal.of(RefusalReason.WRONG_STATE, "The scope has no relay that could move: nobody is in.");
    }

    private @Nullable NodeRef target(NodeRef home, String name) {
        if (!name.isEmpty()) {
            return ports.relays().named(name).filter(n -> !n.equals(home)).orElse(null);
        }
        ClientPlace near = ClientPlace.inRegion(home.region());
        Set<String> not = Set.of(home.address());
        return ports.relays()
                .place(new PlaceRequest(scope.key(), home.address(), near, not, List.of(), true))
                .map(Placed::node)
                .orElse(null);
    }

    private void open(NodeRef target, ActorRef<RelayCommand> agent, FencingToken token, RelayLink old) {
        byte[] secret = old.routing().secrets().secret();
        opening = new RelayOpening(
                Purpose.MOVE, scope.key(), target, token, secret, agent, replies, rt().now(), resend());
        scope.rearm();
    }

    /** What an agent says about a relay that opens or is left; empty when it concerns neither. */
    Optional<ReplyEffect<ScopeEvent, ScopeState>> answered(ScopeState state, RelayReply reply) {
        RelayOpening op = opening;
        Departure departure = rt().departure;
        if (op != null && op.node().equals(reply.node())) {
            return Optional.of(opening(state, op, reply));
        } else if (departure != null && departure.old().node().equals(reply.node())) {
            return Optional.of(old(state, departure.old(), reply));
        }
        return Optional.empty();
    }

    private ReplyEffect<ScopeEvent, ScopeState> opening(ScopeState state, RelayOpening op, RelayReply reply) {
        if (reply instanceof RelayReply.Opened o && o.token().equals(op.token())) {
            return opened(state, op, o);
        } else if (reply instanceof RelayReply.RefusedFull || reply instanceof RelayReply.Stale) {
            return failed(state);
        }
        return scope.Effect().noReply();
    }

    private ReplyEffect<ScopeEvent, ScopeState> opened(ScopeState state, RelayOpening op, RelayReply.Opened o) {
        RelayLink old = rt().relay;
        if (old == null || !Arrays.equals(o.secret(), old.routing().secrets().secret())) {
            return failed(state);
        }
        opening = null;
        ScopeRouting routing = new ScopeRouting(
                new LinkSecrets(o.secret(), o.loopIndex()), old.routing().epoch());
        RelayLink next = new RelayLink(system, o, op.token(), op.agent(), replies, routing);
        rt().departure = new Departure(state, old, next, rt().now().plus(PATIENCE));
        rt().relay = next;
        List<Delivery> calls = state.all().stream()
                .filter(p -> rt().links.of(p).ready())
                .map(p -> Delivery.to(p.sessionId(), p.link().epoch(), call(p, o.node())))
                .toList();
        return scope.commit(new EventBatch(state, rt().now()), calls).thenNoReply();
    }

    /** Browsers come back over a new link, the others before they leave the old one. */
    static ClientMessage call(Participant p, NodeRef target) {
        HostPort to = new HostPort(target.linkHost(), target.linkPort());
        return p.clientKind() == ClientKind.NATIVE
                ? new ClientMessage.Move(to)
                : new ClientMessage.Redirected(to, "the scope's media moves to another node");
    }

    private ReplyEffect<ScopeEvent, ScopeState> old(ScopeState state, RelayLink old, RelayReply reply) {
        if (reply instanceof RelayReply.Applied r && r.token().equals(old.token())) {
            old.acknowledged(r.version());
            rt().goOn(state);
        } else if (reply instanceof RelayReply.NeedsResync r) {
            old.resync(r.heldVersion(), rt().now(), resend());
        } else if (reply instanceof RelayReply.NotHeld || reply instanceof RelayReply.Stale) {
            return finish(state);
        }
        scope.rearm();
        return scope.Effect().noReply();
    }

    /** Whether a relay on this node opens or is left. */
    boolean concerns(NodeRef node) {
        RelayOpening op = opening;
        Departure departure = rt().departure;
        return (op != null && op.node().equals(node))
                || (departure != null && departure.old().node().equals(node));
    }

    /** Does what is due; an effect when that ends the move. */
    Optional<ReplyEffect<ScopeEvent, ScopeState>> tick(ScopeState state) {
        RelayOpening op = opening;
        Departure departure = rt().departure;
        lookAt = null;
        if (op != null) {
            return op.tick(rt().now(), resend()) ? Optional.empty() : Optional.of(failed(state));
        } else if (departure == null) {
            return Optional.empty();
        }
        departure.old().tick(rt().now(), resend());
        boolean over = departure.over(state) || !departure.until().isAfter(rt().now());
        if (over && !ports.journal().up()) {
            lookAt = rt().now().plus(resend());
            return Optional.empty();
        }
        return over ? Optional.of(finish(state)) : Optional.empty();
    }

    /** After each change: perhaps the last one has come. */
    void look(ScopeState state) {
        Departure departure = rt().departure;
        if (departure != null && lookAt == null && departure.over(state)) {
            lookAt = rt().now();
        }
    }

    @Nullable
    Instant next() {
        RelayOpening op = opening;
        Departure departure = rt().departure;
        if (op != null) {
            return op.next();
        }
        return departure == null || lookAt != null ? lookAt : departure.until();
    }

    /** The target took no relay: the scope stays where it is. */
    private ReplyEffect<ScopeEvent, ScopeState> failed(ScopeState state) {
        abandon();
        RelayLink open = rt().relay;
        EventBatch batch = new EventBatch(state, rt().now());
        if (open != null && state.live()) {
            batch.add(h -> new ScopeEvent.ScopeMoved(h, Joining.home(open.node())));
        }
        return scope.commit(batch, List.of()).thenNoReply();
    }

    private ReplyEffect<ScopeEvent, ScopeState> finish(ScopeState state) {
        abandon();
        RelayLink open = rt().relay;
        EventBatch batch = new EventBatch(state, rt().now());
        if (open != null && state.live()) {
            open.routing().join(null);
            batch.add(h -> new ScopeEvent.ScopeMoved(h, Joining.home(open.node())));
        }
        return scope.commit(batch, List.of()).thenNoReply();
    }

    /** What was begun ends: a relay that was asked for closes, and so does the one that is left. */
    void abandon() {
        RelayOpening op = opening;
        Departure departure = rt().departure;
        opening = null;
        lookAt = null;
        rt().departure = null;
        if (op != null) {
            op.agent().tell(new RelayCommand.Close(scope.key(), op.token(), "the scope stays where it is", replies));
        }
        if (departure != null) {
            departure.close();
        }
    }

    private ScopeRuntime rt() {
        return scope.runtime();
    }

    private Duration resend() {
        return ports.settings().resendInterval();
    }
}
