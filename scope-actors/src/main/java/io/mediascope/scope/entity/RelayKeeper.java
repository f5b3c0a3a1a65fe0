package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.EffectFactories;
import akka.persistence.typed.javadsl.ReplyEffect;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.entity.RelayOpening.Purpose;
import io.mediascope.scope.journal.HomeNode;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.Placed;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import io.mediascope.scope.relay.RelayReply;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the scope's relay is: finds it again after recovery, places it, moves it when its node is gone; fences. */
final class RelayKeeper {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration PAUSE = Duration.ofSeconds(1);
    private final MediaScope scope;
    private final ScopePorts ports;
    private final ActorSystem<?> system;
    private final ActorRef<RelayReply> replies;
    private final Placement placement;
    private final Moving moving;
    private final HomeProbe probe = new HomeProbe();
    private final HomeReports reports = new HomeReports();
    private String incarnation = "";
    private @Nullable RelayOpening opening;
    private boolean claiming;
    private boolean resumed;
    private boolean fenced;
    private boolean unreachable;
    private Instant claimUntil = Instant.EPOCH;
    private @Nullable Instant rehomeAt;
    private long known;

    RelayKeeper(MediaScope scope, ActorContext<ScopeCommand> context, ScopePorts ports) {
        this.scope = scope;
        this.ports = ports;
        this.system = context.getSystem();
        this.placement = new Placement(scope.key(), ports.relays());
        this.replies = context.messageAdapter(RelayReply.class, ScopeCommand.RelayAnswered::new);
        this.moving = new Moving(scope, system, ports, replies);
    }

    void recovered(ScopeState state) {
        incarnation = HexFormat.of().toHexDigits(ports.random().nextLong());
        opening = null;
        resumed = false;
        fenced = false;
        unreachable = false;
        claiming = state.live();
        claimUntil = now().plus(ports.settings().claimTimeout());
        rehomeAt = null;
        placement.recovered();
        moving.recovered();
        probe.forget();
        reports.forget();
    }

    /** While it is not known where media is, commands wait. */
    boolean busy() {
        return claiming || fenced || opening != null;
    }

    boolean isHome(NodeRef node) {
        RelayLink open = rt().relay;
        return open != null && open.node().equals(node);
    }

    @Nullable
    Instant next() {
        RelayOpening op = opening;
        Instant poll = unreachable && rt().relay != null
                ? now()
                : (claiming && op == null) || fenced ? now().plus(POLL) : null;
        return Stream.of(op == null ? null : op.next(), poll, rehomeAt, probe.next(), moving.next())
                .filter(at -> at != null)
                .min(Instant::compareTo)
                .orElse(null);
    }

    /** Does what is due; an effect when that is all that this turn can do. */
    Optional<ReplyEffect<ScopeEvent, ScopeState>> tick(ScopeState state) {
        RelayOpening op = opening;
        if (fenced) {
            scope.sleep();
            return Optional.empty();
        } else if (op != null) {
            return op.tick(now(), resend()) ? Optional.empty() : Optional.of(openingFailed(state, op));
        } else if (claiming) {
            return Optional.of(claim(state));
        }
        RelayLink open = rt().relay;
        if (open != null) {
            open.tick(now(), resend());
            if (unreachable) {
                return Optional.of(leaveUnreachable(state, open));
            }
            Optional<String> lost = lost(open);
            return lost.isPresent() ? Optional.of(rehome(state, lost.get()).thenNoReply()) : moving.tick(state);
        }
        Instant at = rehomeAt;
        return state.live() && at != null && !at.isAfter(now())
                ? Optional.of(rehome(state, "no relay").thenNoReply())
                : Optional.empty();
    }

    private Optional<String> lost(RelayLink open) {
        Optional<ActorRef<RelayCommand>> agent = ports.relays().agent(open.node());
        if (agent.isPresent()) {
            return homeAnswers(open, agent.get()) ? Optional.empty() : Optional.of("the relay's node does not answer");
        }
        return ports.journal().up() ? Optional.of("the relay's node is gone") : Optional.empty();
    }

    // After recovery

    private ReplyEffect<ScopeEvent, ScopeState> claim(ScopeState state) {
        if (!resumed) {
            resumed = true;
            EventBatch batch = new EventBatch(state, now());
            batch.add(h -> new ScopeEvent.ScopeResumed(h, Math.max(state.fencing(), known) + 1));
            return scope.commit(batch, List.of()).thenRun(this::claimHome).thenNoReply();
        }
        claimHome(state);
        if (opening == null && !claimUntil.isAfter(now())) {
            return rehome(state, "the relay's node is gone").thenNoReply();
        }
        scope.rearm();
        return effects().noReply();
    }

    private void claimHome(ScopeState state) {
        HomeNode home = state.home();
        if (home != null) {
            open(Purpose.CLAIM, Joining.node(home), state.fencing());
        }
        scope.rearm();
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
            open(Purpose.FIRST, node, Math.max(state.fencing(), known) + 1);
            turn.later(join);
        }
        return false;
    }

    void move(Turn turn, ScopeCommand.MoveRelay c) {
        moving.begin(turn, c, Math.max(turn.state().fencing(), known) + 1, incarnation);
    }

    Moving moving() {
        return moving;
    }

    void resolve(Turn turn, ScopeCommand.Resolve c) {
        scope.stayAwake();
        ScopeState state = turn.state();
        RelayLink open = rt().relay;
        boolean failed = open != null && Placement.failed(open.node(), c.failed());
        if (open != null && failed && state.live()) {
            if (believed(turn.state(), c)) {
                unreachable = true;
                probe.add(c.replyTo());
            } else {
                probe(turn, open, c);
            }
        } else if (open != null && !failed) {
            turn.reply(c.replyTo(), new ResolveReply.Found(open.node(), state.live()));
        } else {
            NodeRef node = state.live() ? null : placement.reserve(c.askedNode(), c.client(), c.failed());
            turn.reply(
                    c.replyTo(),
                    node == null ? new ResolveReply.Refused(Placement.full()) : new ResolveReply.Found(node, false));
        }
    }

    private boolean believed(ScopeState state, ScopeCommand.Resolve c) {
        boolean counts = ports.journal().up() && state.user(c.userId()).isPresent();
        return counts && (reports.add(c.userId(), now()) || unreachable);
    }

    /** The node is well, but its clients do not get there: elsewhere, or where there is no other node anew on the same. */
    private ReplyEffect<ScopeEvent, ScopeState> leaveUnreachable(ScopeState state, RelayLink open) {
        unreachable = false;
        if (placement.elsewhere(open.node())) {
            placement.refusedBy(open.node());
        }
        known = Math.max(known, open.token().n());
        ClientMessage comeBack = new ClientMessage.Farewell("the relay is rebuilt", true);
        List<Delivery> all = state.all().stream()
                .map(p -> Delivery.to(p.sessionId(), p.link().epoch(), comeBack))
                .toList();
        open.publish(state, p -> rt().links.of(p).wanted(), all, now(), resend());
        open.close("participants cannot reach it");
        return rehome(state, "participants cannot reach the relay's node").thenNoReply();
    }

    /** A client could not reach the node; whether that is the node's fault shows when it is asked. */
    private void probe(Turn turn, RelayLink open, ScopeCommand.Resolve c) {
        Optional<ActorRef<RelayCommand>> agent = ports.relays().agent(open.node());
        if (agent.isPresent()) {
            probe.ask(c.replyTo(), agent.get(), query(), now());
        } else {
            turn.reply(c.replyTo(), new ResolveReply.Found(open.node(), true));
        }
    }

    private RelayCommand.Query query() {
        return new RelayCommand.Query(scope.key(), replies);
    }

    /** False when the scope has to leave a node that says nothing; where there is no other one, it stays. */
    private boolean homeAnswers(RelayLink open, ActorRef<RelayCommand> agent) {
        if (probe.tick(agent, query(), now())) {
            return true;
        } else if (ports.journal().up() && placement.elsewhere(open.node())) {
            placement.refusedBy(open.node());
            return false;
        }
        probe.answer(new ResolveReply.Found(open.node(), true));
        return true;
    }

    private void open(Purpose purpose, NodeRef node, long n) {
        ports.relays().agent(node).ifPresent(agent -> {
            byte[] secret = new byte[32];
            ports.random().nextBytes(secret);
            opening = new RelayOpening(
                    purpose,
                    scope.key(),
                    node,
                    new FencingToken(n, incarnation),
                    secret,
                    agent,
                    replies,
                    now(),
                    resend());
        });
    }

    private ReplyEffect<ScopeEvent, ScopeState> openingFailed(ScopeState state, RelayOpening op) {
        opening = null;
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
        return effects().noReply();
    }

    /** Everybody's media ends here; a new relay waits for those who come back. */
    private EffectBuilder<ScopeEvent, ScopeState> rehome(ScopeState state, String reason) {
        moving.abandon();
        rt().relay = null;
        claiming = false;
        unreachable = false;
        reports.moved(now());
        rt().allLost(LeaveReason.NODE_LOST);
        HomeNode home = state.home();
        Optional<Placed> to = placement.next(home);
        EventBatch batch = new EventBatch(state, now());
        probe.answer(to.<ResolveReply>map(placed -> new ResolveReply.Found(placed.node(), true))
                .orElseGet(() -> new ResolveReply.Refused(Placement.full())));
        if (to.isEmpty()) {
            placement.forgive();
            rehomeAt = now().plus(PAUSE);
            return scope.commit(batch, List.of());
        }
        rehomeAt = null;
        NodeRef node = to.get().node();
        String why = reason + "; " + to.get().reason();
        long n = Math.max(state.fencing(), known) + 1;
        batch.add(h -> new ScopeEvent.ScopeMoving(h, Joining.home(node), n, why));
        return scope.commit(batch, List.of()).thenRun(s -> {
            open(Purpose.REHOME, node, n);
            if (opening == null) {
                rehomeAt = now().plus(PAUSE);
            }
            scope.rearm();
        });
    }

    // Agents speak

    ReplyEffect<ScopeEvent, ScopeState> answered(ScopeState state, RelayReply reply) {
        RelayOpening op = opening;
        RelayLink open = rt().relay;
        Optional<ReplyEffect<ScopeEvent, ScopeState>> ofMove = moving.answered(state, reply);
        if (ofMove.isPresent()) {
            return ofMove.get();
        }
        boolean fromOpening = op != null && op.node().equals(reply.node());
        boolean fromHome = open != null && open.node().equals(reply.node());
        if (reply instanceof RelayReply.Opened r) {
            return op != null && op.token().equals(r.token())
                    ? opened(state, op, r)
                    : effects().noReply();
        } else if (reply instanceof RelayReply.RefusedFull && fromOpening && op != null) {
            return openingFailed(state, op);
        } else if (reply instanceof RelayReply.Stale r && fromOpening && op != null) {
            return adopt(state, op, r.current());
        } else if (reply instanceof RelayReply.Stale r && fromHome && open != null) {
            return fence(open, r.current());
        } else if (reply instanceof RelayReply.Applied r && fromHome && open != null) {
            if (r.token().equals(open.token())) {
                open.acknowledged(r.version());
                rt().goOn(state);
            }
        } else if (reply instanceof RelayReply.NeedsResync r && fromHome && open != null) {
            open.resync(r.heldVersion(), now(), resend());
        } else if (reply instanceof RelayReply.Held && fromHome && open != null) {
            probe.answer(new ResolveReply.Found(open.node(), true));
        } else if (reply instanceof RelayReply.NotHeld && fromHome && state.live()) {
            return rehome(state, "the relay is gone").thenNoReply();
        }
        scope.rearm();
        return effects().noReply();
    }

    private ReplyEffect<ScopeEvent, ScopeState> opened(ScopeState state, RelayOpening op, RelayReply.Opened o) {
        opening = null;
        claiming = false;
        placement.forgive();
        rt().opened(new RelayLink(
                system,
                o,
                op.token(),
                op.agent(),
                replies,
                new ScopeRouting(
                        new LinkSecrets(o.secret(), o.loopIndex()),
                        rt().rekeying.firstEpoch(op.token()))));
        scope.stayAwake();
        if (op.purpose() == Purpose.FIRST) {
            scope.rearm();
            return effects().noReply();
        }
        EventBatch batch = new EventBatch(state, now());
        if (op.purpose() == Purpose.REHOME) {
            batch.add(h -> new ScopeEvent.ScopeMoved(h, Joining.home(o.node())));
        }
        boolean kept = op.purpose() == Purpose.CLAIM && !op.fresh(o);
        if (kept) {
            rt().takenOver();
            rt().links.reported(o.sessions(), now(), ports.settings().requestTimeout());
        } else {
            rt().allLost(LeaveReason.NODE_LOST);
        }
        rt().interrupted(batch, kept);
        return scope.commit(batch, kept ? Notices.strangers(o.sessions(), state) : Notices.comeBack(o.sessions()))
                .thenNoReply();
    }

    /** The agent knows a higher number than the journal: the actor that just recovered takes a higher one still. */
    private ReplyEffect<ScopeEvent, ScopeState> adopt(ScopeState state, RelayOpening op, FencingToken current) {
        opening = null;
        known = Math.max(known, current.n());
        if (op.purpose() == Purpose.FIRST) {
            open(Purpose.FIRST, op.node(), known + 1);
            scope.rearm();
            return effects().noReply();
        }
        EventBatch batch = new EventBatch(state, now());
        batch.add(h -> new ScopeEvent.ScopeResumed(h, known + 1));
        return scope.commit(batch, List.of())
                .thenRun(s -> {
                    open(op.purpose(), op.node(), s.fencing());
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
        return effects().noReply();
    }

    ReplyEffect<ScopeEvent, ScopeState> reported(ScopeState state, ScopeCommand.RelayReport r) {
        RelayLink open = rt().relay;
        if (!fenced && open != null && open.node().equals(r.node())) {
            if (r.token().equals(open.token())) {
                rt().links
                        .reported(
                                withElsewhere(state, r), now(), ports.settings().requestTimeout());
                List<Delivery> strangers = Notices.strangers(r.sessions(), state);
                return scope.commit(new EventBatch(state, now()), strangers).thenNoReply();
            } else if (r.token().n() > open.token().n()) {
                return takeBack(state, r.token());
            }
        } else if (!busy() && !moving.concerns(r.node())) {
            long n = Math.max(state.fencing(), r.token().n() + 1);
            known = Math.max(known, n);
            ports.relays()
                    .agent(r.node())
                    .ifPresent(agent -> agent.tell(new RelayCommand.Close(
                            scope.key(), new FencingToken(n, incarnation), "the scope is not here", replies)));
        }
        return effects().noReply();
    }

    private List<RelayReply.LiveSession> withElsewhere(ScopeState state, ScopeCommand.RelayReport r) {
        Departure departure = rt().departure;
        return departure == null
                ? r.sessions()
                : Stream.concat(departure.elsewhere(state).stream(), r.sessions().stream())
                        .toList();
    }

    private ReplyEffect<ScopeEvent, ScopeState> takeBack(ScopeState state, FencingToken higher) {
        known = Math.max(known, higher.n());
        moving.abandon();
        rt().relay = null;
        claiming = state.live();
        resumed = true;
        claimUntil = now().plus(ports.settings().claimTimeout());
        if (!claiming) {
            return effects().noReply();
        }
        EventBatch batch = new EventBatch(state, now());
        batch.add(h -> new ScopeEvent.ScopeResumed(h, known + 1));
        return scope.commit(batch, List.of()).thenRun(this::claimHome).thenNoReply();
    }

    void closeRelay(String reason) {
        moving.abandon();
        RelayLink open = rt().relay;
        if (open != null) {
            known = Math.max(known, open.token().n());
            open.close(reason);
            rt().relay = null;
        }
    }

    private ScopeRuntime rt() {
        return scope.runtime();
    }

    private EffectFactories<ScopeEvent, ScopeState> effects() {
        return scope.Effect();
    }

    private Instant now() {
        return ports.clock().instant();
    }

    private Duration resend() {
        return ports.settings().resendInterval();
    }
}
