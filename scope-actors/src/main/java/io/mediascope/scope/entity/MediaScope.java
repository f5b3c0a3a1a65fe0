package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.cluster.sharding.typed.ShardingEnvelope;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityRef;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.RecoveryCompleted;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EffectBuilder;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import akka.persistence.typed.javadsl.SignalHandler;
import io.mediascope.scope.account.AccountCommand;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The actor of one scope, over all its lives: the only writer of what happens in it. */
public final class MediaScope extends EventSourcedBehaviorWithEnforcedReplies<ScopeCommand, ScopeEvent, ScopeState> {
    public static final EntityTypeKey<ScopeCommand> ENTITY_KEY = EntityTypeKey.create(ScopeCommand.class, "MediaScope");

    /** Tags are {@code scope-0} to {@code scope-15}, {@code quality-0} to {@code quality-15}; never changed. */
    public static final int SLICES = 16;

    private final ActorContext<ScopeCommand> context;
    private final TimerScheduler<ScopeCommand> timers;
    private final ScopePorts ports;
    private final ScopeKey key;
    private final RelayKeeper keeper;
    private final Joining joining;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Joins joins;
    private final PastJoins pastJoins = new PastJoins();
    private final Inbox inbox;
    private final Duration soon;
    private ScopeRuntime rt;
    private SessionRequests requests;
    private Turns turns;
    private Instant sleepAt = Instant.MAX;

    /** Starts the shard region. */
    public static ActorRef<ShardingEnvelope<ScopeCommand>> init(ActorSystem<?> system, ScopePorts ports) {
        return ClusterSharding.get(system)
                .init(Entity.of(
                                ENTITY_KEY,
                                entity -> create(ScopeKey.ofEntityId(entity.getEntityId()), entity.getShard(), ports))
                        .withStopMessage(new ScopeCommand.Stop()));
    }

    /** The scope of {@code key}, wherever it runs. */
    public static EntityRef<ScopeCommand> ref(ActorSystem<?> system, ScopeKey key) {
        return ClusterSharding.get(system).entityRefFor(ENTITY_KEY, key.entityId());
    }

    /** The persistence id of a scope: stable over all its lives. */
    public static String persistenceId(ScopeKey key) {
        return ENTITY_KEY.name() + "|" + key.entityId();
    }

    /** The entity's behaviour; {@code shard} is told when it wants to sleep. */
    public static Behavior<ScopeCommand> create(
            ScopeKey key, ActorRef<ClusterSharding.ShardCommand> shard, ScopePorts ports) {
        return Behaviors.setup(context -> {
            Inbox inbox = new Inbox(context.getSelf());
            return Behaviors.intercept(
                    () -> inbox,
                    Behaviors.withTimers(timers -> new MediaScope(context, timers, key, shard, ports, inbox)));
        });
    }

    private MediaScope(
            ActorContext<ScopeCommand> context,
            TimerScheduler<ScopeCommand> timers,
            ScopeKey key,
            ActorRef<ClusterSharding.ShardCommand> shard,
            ScopePorts ports,
            Inbox inbox) {
        super(
                PersistenceId.ofUniqueId(persistenceId(key)),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
        this.context = context;
        this.timers = timers;
        this.ports = ports;
        this.key = key;
        this.shard = shard;
        this.inbox = inbox;
        this.soon = ports.settings().resendInterval();
        this.joining = new Joining(ports.random());
        this.rt = new ScopeRuntime(ports);
        this.keeper = new RelayKeeper(this, context, ports);
        this.joins = new Joins(this, context, keeper, joining, pastJoins, ports);
        this.requests = new SessionRequests(rt, joining);
        this.turns = new Turns(this, keeper, joins, requests, ports);
        inbox.holdWhile(keeper::busy);
    }

    @Override
    public ScopeState emptyState() {
        return ScopeState.empty(key);
    }

    @Override
    public Set<String> tagsFor(ScopeEvent event) {
        int slice = Math.floorMod(persistenceId(key).hashCode(), SLICES);
        return event instanceof ScopeEvent.QualityReported
                ? Set.of("scope-" + slice, "quality-" + slice)
                : Set.of("scope-" + slice);
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(ports.settings().snapshotEvery(), 2);
    }

    @Override
    public boolean shouldSnapshot(ScopeState state, ScopeEvent event, long sequenceNr) {
        return event instanceof ScopeEvent.ScopeDisposed;
    }

    @Override
    public SignalHandler<ScopeState> signalHandler() {
        return newSignalHandlerBuilder()
                .onSignal(RecoveryCompleted.instance(), this::recovered)
                .build();
    }

    @Override
    public CommandHandlerWithReply<ScopeCommand, ScopeEvent, ScopeState> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(ScopeCommand.Stop.class, (state, c) -> stop())
                .onCommand(ScopeCommand.Describe.class, this::onDescribe)
                .onCommand(ScopeCommand.Wake.class, (state, c) -> onWake(state))
                .onCommand(ScopeCommand.RelayAnswered.class, (s, c) -> keeper.answered(s, c.reply()))
                .onCommand(ScopeCommand.RelayReport.class, keeper::reported)
                .onCommand(ScopeCommand.AccountAnswered.class, (state, c) -> joins.onAccount(c))
                .onCommand(ScopeCommand.Batch.class, (state, c) -> turns.onBatch(state, c))
                .build();
    }

    @Override
    public EventHandler<ScopeState, ScopeEvent> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent((state, event) -> {
            pastJoins.note(state, event);
            return state.apply(event);
        });
    }

    // Life cycle

    private void recovered(ScopeState state) {
        rt = new ScopeRuntime(ports);
        requests = new SessionRequests(rt, joining);
        turns = new Turns(this, keeper, joins, requests, ports);
        rt.follow(state);
        keeper.recovered(state);
        stayAwake();
        if (state.applicationSeats() > 0 && state.live()) {
            rt.seats.renewAt(rt.now());
        }
        rearm();
        inbox.unpark();
        inbox.open();
    }

    private ReplyEffect<ScopeEvent, ScopeState> stop() {
        return Effect().stop().thenNoReply();
    }

    /** Asks the shard to be stopped; what comes meanwhile wakes the scope again. */
    void sleep() {
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
    }

    void stayAwake() {
        sleepAt = rt.now().plus(ports.settings().reservation());
    }

    private ReplyEffect<ScopeEvent, ScopeState> onWake(ScopeState state) {
        Instant now = rt.now();
        Optional<ReplyEffect<ScopeEvent, ScopeState>> relay = keeper.tick(state);
        if (relay.isPresent()) {
            return relay.get();
        }
        if (!state.live() && !sleepAt.isAfter(now)) {
            keeper.closeRelay("nobody joined");
            sleepAt = now.plus(ports.settings().reservation());
            sleep();
        }
        if (rt.seats.renew(now, soon)) {
            joins.borrow(state.participants().size(), state.applicationSeats());
        }
        if (!ports.journal().up() || keeper.busy()) {
            rt.retryIn(soon);
            rearm();
            return Effect().noReply();
        }
        EventBatch batch = new EventBatch(state, now);
        rt.due(batch);
        List<Delivery> direct = new ArrayList<>();
        RelayLink open = rt.relay;
        if (open != null) {
            direct.addAll(rt.direct(rt.p2p.tick(now), batch, open));
        }
        return commit(batch, direct).thenNoReply();
    }

    // Commands

    private ReplyEffect<ScopeEvent, ScopeState> onDescribe(ScopeState state, ScopeCommand.Describe c) {
        return Effect()
                .reply(
                        c.replyTo(),
                        Descriptions.of(
                                state, rt.links, context.getSystem().address().toString()));
    }

    // Effects

    /** Persists what a turn has come to, then tells relay and clients, then those who asked. */
    ReplyEffect<ScopeEvent, ScopeState> commit(Turn turn) {
        rt.follow(turn.state());
        RelayLink open = rt.relay;
        List<Delivery> extra = new ArrayList<>(turn.deliveries());
        if (open != null) {
            extra.addAll(requests.deliveries(turn.answers(), turn.state(), open.routing()));
            turn.welcomed().forEach(p -> extra.addAll(rt.welcome(turn.state(), p, open)));
        }
        return commit(turn.batch(), extra).thenRun(s -> turn.done()).thenNoReply();
    }

    /** Persists the batch, then tells relay and clients, {@code extra} last. */
    EffectBuilder<ScopeEvent, ScopeState> commit(EventBatch batch, List<Delivery> extra) {
        rt.follow(batch.state());
        List<Delivery> deliveries = new ArrayList<>();
        if (ports.journal().up()) {
            deliveries.addAll(rt.deliveries(batch));
        } else {
            rt.retryIn(soon);
        }
        boolean ended = batch.before().live() && !batch.state().live();
        if (batch.nothing()) {
            return Effect().none().thenRun(state -> committed(state, deliveries, extra, ended));
        }
        inbox.close();
        return Effect().persist(batch.events()).thenRun(state -> {
            EventLog.write(key, batch.events());
            if (batch.events().stream().anyMatch(ScopeEvent.ParticipantLeft.class::isInstance)) {
                rt.rekeying.left();
            }
            committed(state, deliveries, extra, ended);
            inbox.open();
        });
    }

    private void committed(ScopeState state, List<Delivery> news, List<Delivery> answers, boolean ended) {
        rt.publish(state, news, answers);
        if (ended) {
            keeper.closeRelay("the scope's life has ended");
            if (rt.seats.next() != null) {
                ports.accounts().tell(key.applicationId(), new AccountCommand.GiveBack(key.scopeId()));
                rt.seats.forget();
            }
            stayAwake();
        }
        keeper.moving().look(state);
        rearm();
    }

    /** One timer for whatever is due next. */
    void rearm() {
        Instant next = rt.live() ? rt.now().plus(ports.settings().qualityInterval()) : sleepAt;
        for (Instant at : new Instant[] {rt.next(), keeper.next()}) {
            next = at != null && at.isBefore(next) ? at : next;
        }
        Duration delay = Duration.between(rt.now(), next);
        timers.startSingleTimer(
                "wake",
                new ScopeCommand.Wake(),
                delay.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : delay);
    }

    /** A command that waits for the answer of the application's account. */
    void park(ScopeCommand command) {
        inbox.park(command);
    }

    void unpark() {
        inbox.unpark();
    }

    void putBack(List<ScopeCommand> commands) {
        inbox.putBack(commands);
    }

    ScopeRuntime runtime() {
        return rt;
    }

    ScopeKey key() {
        return key;
    }
}
