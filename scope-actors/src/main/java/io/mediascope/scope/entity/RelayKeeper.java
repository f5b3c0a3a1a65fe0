package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.javadsl.ActorContext;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.mediascope.scope.entity.RelayOpening.Purpose;
import io.mediascope.scope.journal.HomeNode;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.Placed;
import io.mediascope.scope.relay.RelayReply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the scope's relay is: finds it again after recovery, places it, moves it when its node is gone. */
final class RelayKeeper {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private final MediaScope scope;
    private final ScopePorts ports;
    private final Openings openings;
    private final Placement placement;
    private final HomeWatch watch;
    private final Moving moving;
    private final RelayAnswers answers;
    private boolean claiming;
    private boolean resumed;
    private Instant claimUntil = Instant.EPOCH;
    private @Nullable Instant rehomeAt;

    RelayKeeper(MediaScope scope, ActorContext<ScopeCommand> context, ScopePorts ports) {
        ActorRef<RelayReply> replies = context.messageAdapter(RelayReply.class, ScopeCommand.RelayAnswered::new);
        this.scope = scope;
        this.ports = ports;
        this.openings = new Openings(scope.key(), ports, replies);
        this.placement = new Placement(scope.key(), ports.relays());
        this.watch = new HomeWatch(scope, ports, placement, replies);
        this.moving = new Moving(scope, context.getSystem(), ports, replies);
        this.answers =
                new RelayAnswers(scope, this, ports, context.getSystem(), openings, placement, watch, moving, replies);
    }

    void recovered(ScopeState state) {
        resumed = false;
        claiming = state.live();
        claimUntil = now().plus(ports.settings().claimTimeout());
        rehomeAt = null;
        openings.recovered();
        answers.recovered();
        placement.recovered();
        moving.recovered();
        watch.forget();
    }

    /** While it is not known where media is, commands wait. */
    boolean busy() {
        return claiming || answers.fenced() || openings.current() != null;
    }

    boolean isHome(NodeRef node) {
        RelayLink open = rt().relay;
        return open != null && open.node().equals(node);
    }

    @Nullable
    Instant next() {
        RelayOpening op = openings.current();
        Instant poll = (claiming && op == null) || answers.fenced() ? now().plus(POLL) : null;
        return Stream.of(op == null ? null : op.next(), poll, rehomeAt, watch.next(), moving.next())
                .filter(at -> at != null)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Does what is due; an effect when that is all that this turn can do. */
    Optional<ReplyEffect<ScopeEvent, ScopeState>> tick(ScopeState state) {
        RelayOpening op = openings.current();
        RelayLink open = rt().relay;
        if (answers.fenced()) {
            scope.sleep();
            return Optional.empty();
        } else if (op != null) {
            return op.tick(now(), ports.settings().resendInterval())
                    ? Optional.empty()
                    : Optional.of(openingFailed(state, op));
        } else if (claiming) {
            return Optional.of(claim(state));
        } else if (open != null) {
            return tick(state, open);
        }
        Instant at = rehomeAt;
        return state.live() && at != null && !at.isAfter(now())
                ? Optional.of(rehome(state, "no relay").thenNoReply())
                : Optional.empty();
    }

    private Optional<ReplyEffect<ScopeEvent, ScopeState>> tick(ScopeState state, RelayLink open) {
        open.tick(now(), ports.settings().resendInterval());
        if (watch.unreachable()) {
            openings.heard(open.token().n());
            watch.leave(state, open);
            return Optional.of(
                    rehome(state, "participants cannot reach the relay's node").thenNoReply());
        }
        Optional<String> lost = watch.lost(open);
        return lost.isPresent() ? Optional.of(rehome(state, lost.get()).thenNoReply()) : moving.tick(state);
    }

    // After recovery

    private ReplyEffect<ScopeEvent, ScopeState> claim(ScopeState state) {
        if (!resumed) {
            return resume(state, openings.next(state));
        }
        claimHome(state);
        if (openings.current() == null && !claimUntil.isAfter(now())) {
            return rehome(state, "the relay's node is gone").thenNoReply();
        }
        scope.rearm();
        return scope.Effect().noReply();
    }

    private ReplyEffect<ScopeEvent, ScopeState> resume(ScopeState state, long n) {
        resumed = true;
        EventBatch batch = new EventBatch(state, now());
        batch.add(h -> new ScopeEvent.ScopeResumed(h, n));
        return scope.commit(batch, List.of()).thenRun(this::claimHome).thenNoReply();
    }

    private void claimHome(ScopeState state) {
        HomeNode home = state.home();
        if (home != null) {
            openings.open(Purpose.CLAIM, Joining.node(home), state.fencing());
        }
        scope.rearm();
    }

    /** The agent knows a token above the one in use: the relay is claimed once more, under one above that. */
    ReplyEffect<ScopeEvent, ScopeState> takeBack(ScopeState state, FencingToken higher) {
        openings.heard(higher.n());
        moving.abandon();
        rt().relay = null;
        claiming = state.live();
        claimUntil = now().plus(ports.settings().claimTimeout());
        return claiming ? resume(state, openings.next()) : scope.Effect().noReply();
    }

    /** The relay that was asked for is open. */
    void found() {
        openings.done();
        claiming = false;
    }

    // Placing

    /** Whether the join can go on here and now; otherwise it was answered, or waits for the relay. */
    boolean placed(Turn turn, ScopeCommand.Join join) {
        RelayLink open = rt().relay;
        ScopeState state = turn.state();
        NodeRef node = open != null
                ? open.node()
                : state.live() ? null : placement.reserve(join.node().address(), ClientPlace.UNKNOWN, List.of());
        if (node == null || placement.full(now())) {
            turn.reply(join.replyTo(), new JoinReply.Refused(join.commandId(), Placement.full()));
        } else if (!node.equals(join.node())) {
            turn.reply(join.replyTo(), new JoinReply.Redirected(join.commandId(), node));
        } else if (open != null) {
            return true;
        } else {
            openings.open(Purpose.FIRST, node, openings.next(state));
            turn.later(join);
        }
        return false;
    }

    void resolve(Turn turn, ScopeCommand.Resolve c) {
        watch.resolve(turn, c);
    }

    void move(Turn turn, ScopeCommand.MoveRelay c) {
        moving.begin(turn, c, openings.next(turn.state()), openings.incarnation());
    }

    Moving moving() {
        return moving;
    }

    ReplyEffect<ScopeEvent, ScopeState> openingFailed(ScopeState state, RelayOpening op) {
        openings.done();
        placement.refusedBy(op.node());
        if (op.purpose() != Purpose.FIRST) {
            return rehome(state, "the node took no relay").thenNoReply();
        }
        if (placement.reserve(
                        op.node().address(), ClientPlace.inRegion(op.node().region()), List.of())
                == null) {
            placement.allRefused(now());
        }
        scope.rearm();
        return scope.Effect().noReply();
    }

    /** Everybody's media ends here; a new relay waits for those who come back. */
    EffectBuilder<ScopeEvent, ScopeState> rehome(ScopeState state, String reason) {
        moving.abandon();
        rt().relay = null;
        claiming = false;
        rt().allLost(LeaveReason.NODE_LOST);
        Optional<Placed> to = placement.next(state.home());
        watch.moved(to);
        EventBatch batch = new EventBatch(state, now());
        if (to.isEmpty()) {
            placement.forgive();
            rehomeAt = now().plus(PAUSE);
            return scope.commit(batch, List.of());
        }
        rehomeAt = null;
        NodeRef node = to.get().node();
        String why = reason + "; " + to.get().reason();
        long n = openings.next(state);
        batch.add(h -> new ScopeEvent.ScopeMoving(h, Joining.home(node), n, why));
        return scope.commit(batch, List.of()).thenRun(s -> {
            openings.open(Purpose.REHOME, node, n);
            if (openings.current() == null) {
                rehomeAt = now().plus(PAUSE);
            }
            scope.rearm();
        });
    }

    // Agents speak

    ReplyEffect<ScopeEvent, ScopeState> answered(ScopeState state, RelayReply reply) {
        return answers.answered(state, reply);
    }

    ReplyEffect<ScopeEvent, ScopeState> reported(ScopeState state, ScopeCommand.RelayReport r) {
        return answers.reported(state, r);
    }

    void closeRelay(String reason) {
        moving.abandon();
        RelayLink open = rt().relay;
        if (open != null) {
            openings.heard(open.token().n());
            open.close(reason);
            rt().relay = null;
        }
    }

    private ScopeRuntime rt() {
        return scope.runtime();
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
