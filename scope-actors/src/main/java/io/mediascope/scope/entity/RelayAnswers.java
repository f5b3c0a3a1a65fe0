package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.mediascope.scope.entity.RelayOpening.Purpose;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import io.mediascope.scope.relay.RelayReply;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What agents say: that a relay is open or gone, what is in force, who is there, and that another actor has taken over. */
final class RelayAnswers {
    private final MediaScope scope;
    private final RelayKeeper keeper;
    private final ScopePorts ports;
    private final ActorSystem<?> system;
    private final Openings openings;
    private final Placement placement;
    private final HomeWatch watch;
    private final Moving moving;
    private final ActorRef<RelayReply> replies;
    private boolean fenced;

    RelayAnswers(
            MediaScope scope,
            RelayKeeper keeper,
            ScopePorts ports,
            ActorSystem<?> system,
            Openings openings,
            Placement placement,
            HomeWatch watch,
            Moving moving,
            ActorRef<RelayReply> replies) {
        this.scope = scope;
        this.keeper = keeper;
        this.ports = ports;
        this.system = system;
        this.openings = openings;
        this.placement = placement;
        this.watch = watch;
        this.moving = moving;
        this.replies = replies;
    }

    void recovered() {
        fenced = false;
    }

    /** Another actor has the scope: this one has nothing more to say. */
    boolean fenced() {
        return fenced;
    }

    ReplyEffect<ScopeEvent, ScopeState> answered(ScopeState state, RelayReply reply) {
        Optional<ReplyEffect<ScopeEvent, ScopeState>> ofMove = moving.answered(state, reply);
        if (ofMove.isPresent()) {
            return ofMove.get();
        }
        RelayOpening op = openings.current();
        RelayLink open = rt().relay;
        if (op != null && op.node().equals(reply.node())) {
            if (reply instanceof RelayReply.RefusedFull) {
                return keeper.openingFailed(state, op);
            } else if (reply instanceof RelayReply.Stale r) {
                return adopt(state, op, r.current());
            }
        }
        if (reply instanceof RelayReply.Opened r) {
            return op != null && op.token().equals(r.token()) ? opened(state, op, r) : noReply();
        } else if (open != null && open.node().equals(reply.node())) {
            return fromHome(state, open, reply);
        }
        scope.rearm();
        return noReply();
    }

    private ReplyEffect<ScopeEvent, ScopeState> fromHome(ScopeState state, RelayLink open, RelayReply reply) {
        if (reply instanceof RelayReply.Stale r) {
            return fence(open, r.current());
        } else if (reply instanceof RelayReply.Applied r && r.token().equals(open.token())) {
            open.acknowledged(r.version());
            rt().goOn(state);
        } else if (reply instanceof RelayReply.NeedsResync r) {
            open.resync(r.heldVersion(), rt().now(), ports.settings().resendInterval());
        } else if (reply instanceof RelayReply.Held) {
            watch.held(open.node());
        } else if (reply instanceof RelayReply.NotHeld && state.live()) {
            return keeper.rehome(state, "the relay is gone").thenNoReply();
        }
        scope.rearm();
        return noReply();
    }

    private ReplyEffect<ScopeEvent, ScopeState> opened(ScopeState state, RelayOpening op, RelayReply.Opened o) {
        keeper.found();
        placement.forgive();
        ScopeRouting routing = new ScopeRouting(
                new LinkSecrets(o.secret(), o.loopIndex()), rt().rekeying.firstEpoch(op.token()));
        rt().opened(new RelayLink(system, o, op.token(), op.agent(), replies, routing));
        scope.stayAwake();
        if (op.purpose() == Purpose.FIRST) {
            scope.rearm();
            return noReply();
        }
        EventBatch batch = new EventBatch(state, rt().now());
        // Also when the actor that had begun a move is gone: the new home is this one.
        if (op.purpose() == Purpose.REHOME || state.moving()) {
            batch.add(h -> new ScopeEvent.ScopeMoved(h, Joining.home(o.node())));
        }
        boolean kept = op.purpose() == Purpose.CLAIM && !op.fresh(o);
        if (kept) {
            rt().takenOver();
            rt().links.reported(o.sessions(), rt().now(), ports.settings().requestTimeout());
        } else {
            rt().allLost(LeaveReason.NODE_LOST);
        }
        rt().interrupted(batch, kept);
        return scope.commit(batch, kept ? Notices.strangers(o.sessions(), state) : Notices.comeBack(o.sessions()))
                .thenNoReply();
    }

    /** The agent knows a higher number than the journal: the actor that just recovered takes a higher one still. */
    private ReplyEffect<ScopeEvent, ScopeState> adopt(ScopeState state, RelayOpening op, FencingToken current) {
        openings.done();
        openings.heard(current.n());
        if (op.purpose() == Purpose.FIRST) {
            openings.open(Purpose.FIRST, op.node(), openings.next());
            scope.rearm();
            return noReply();
        }
        EventBatch batch = new EventBatch(state, rt().now());
        batch.add(h -> new ScopeEvent.ScopeResumed(h, openings.next()));
        return scope.commit(batch, List.of())
                .thenRun(s -> {
                    openings.open(op.purpose(), op.node(), s.fencing());
                    scope.rearm();
                })
                .thenNoReply();
    }

    /** Another actor has taken over: this one stops and persists nothing more. */
    private ReplyEffect<ScopeEvent, ScopeState> fence(RelayLink open, FencingToken current) {
        if (current.n() > open.token().n() || (current.n() == open.token().n() && !current.equals(open.token()))) {
            fenced = true;
            rt().relay = null;
            scope.sleep();
        }
        return noReply();
    }

    /** An agent tells who is there. */
    ReplyEffect<ScopeEvent, ScopeState> reported(ScopeState state, ScopeCommand.RelayReport r) {
        RelayLink open = rt().relay;
        if (!fenced && open != null && open.node().equals(r.node())) {
            if (r.token().equals(open.token())) {
                rt().links
                        .reported(
                                withElsewhere(state, r),
                                rt().now(),
                                ports.settings().requestTimeout());
                List<Delivery> strangers = Notices.strangers(r.sessions(), state);
                return scope.commit(new EventBatch(state, rt().now()), strangers)
                        .thenNoReply();
            } else if (r.token().n() > open.token().n()) {
                return keeper.takeBack(state, r.token());
            }
        } else if (!keeper.busy() && !moving.concerns(r.node())) {
            closeStray(state, r);
        }
        return noReply();
    }

    private void closeStray(ScopeState state, ScopeCommand.RelayReport r) {
        long n = Math.max(state.fencing(), r.token().n() + 1);
        openings.heard(n);
        ports.relays()
                .agent(r.node())
                .ifPresent(agent -> agent.tell(
                        new RelayCommand.Close(scope.key(), openings.token(n), "the scope is not here", replies)));
    }

    private List<RelayReply.LiveSession> withElsewhere(ScopeState state, ScopeCommand.RelayReport r) {
        Departure departure = rt().departure;
        return departure == null
                ? r.sessions()
                : Stream.concat(departure.elsewhere(state).stream(), r.sessions().stream())
                        .toList();
    }

    private ReplyEffect<ScopeEvent, ScopeState> noReply() {
        return scope.Effect().noReply();
    }

    private ScopeRuntime rt() {
        return scope.runtime();
    }
}
