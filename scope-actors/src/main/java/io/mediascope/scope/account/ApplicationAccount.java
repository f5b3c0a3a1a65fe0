package io.mediascope.scope.account;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.cluster.sharding.typed.javadsl.ClusterSharding;
import akka.cluster.sharding.typed.javadsl.Entity;
import akka.cluster.sharding.typed.javadsl.EntityTypeKey;
import akka.persistence.typed.PersistenceId;
import akka.persistence.typed.javadsl.CommandHandlerWithReply;
import akka.persistence.typed.javadsl.EventHandler;
import akka.persistence.typed.javadsl.EventSourcedBehaviorWithEnforcedReplies;
import akka.persistence.typed.javadsl.ReplyEffect;
import akka.persistence.typed.javadsl.RetentionCriteria;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * Lends an application's seats to its scopes in blocks, never more than there are. Its loans stand in the journal, so that a
 * restart forgets none; a scope that does not renew its loan loses it.
 */
public final class ApplicationAccount
        extends EventSourcedBehaviorWithEnforcedReplies<AccountCommand, AccountEvent, AccountState> {
    public static final EntityTypeKey<AccountCommand> ENTITY_KEY =
            EntityTypeKey.create(AccountCommand.class, "ApplicationAccount");

    private static final Duration IDLE = Duration.ofMinutes(2);
    private final ActorContext<AccountCommand> context;
    private final ActorRef<ClusterSharding.ShardCommand> shard;
    private final Clock clock;
    private final Duration loanTime;
    private final int maxBlock;

    /**
     * Starts the shard region.
     *
     * @param loanTime how long lent seats stay with a scope that does not renew them
     * @param maxBlock the most seats lent at once beyond what a scope needs
     */
    public static Accounts init(ActorSystem<?> system, Clock clock, Duration loanTime, int maxBlock) {
        ClusterSharding sharding = ClusterSharding.get(system);
        sharding.init(Entity.of(
                        ENTITY_KEY,
                        entity -> create(entity.getEntityId(), entity.getShard(), clock, loanTime, maxBlock))
                .withStopMessage(new AccountCommand.Stop()));
        return (application, command) ->
                sharding.entityRefFor(ENTITY_KEY, application).tell(command);
    }

    /** The behaviour of one application's account. */
    public static Behavior<AccountCommand> create(
            String applicationId,
            ActorRef<ClusterSharding.ShardCommand> shard,
            Clock clock,
            Duration loanTime,
            int maxBlock) {
        return Behaviors.setup(context -> {
            context.setReceiveTimeout(IDLE, new AccountCommand.Sleep());
            return new ApplicationAccount(context, applicationId, shard, clock, loanTime, maxBlock);
        });
    }

    private ApplicationAccount(
            ActorContext<AccountCommand> context,
            String applicationId,
            ActorRef<ClusterSharding.ShardCommand> shard,
            Clock clock,
            Duration loanTime,
            int maxBlock) {
        super(
                PersistenceId.ofUniqueId(ENTITY_KEY.name() + "|" + applicationId),
                SupervisorStrategy.restartWithBackoff(Duration.ofMillis(200), Duration.ofSeconds(5), 0.2));
        this.context = context;
        this.shard = shard;
        this.clock = clock;
        this.loanTime = loanTime;
        this.maxBlock = maxBlock;
    }

    @Override
    public AccountState emptyState() {
        return AccountState.EMPTY;
    }

    @Override
    public RetentionCriteria retentionCriteria() {
        return RetentionCriteria.snapshotEvery(100, 2);
    }

    @Override
    public CommandHandlerWithReply<AccountCommand, AccountEvent, AccountState> commandHandler() {
        return newCommandHandlerWithReplyBuilder()
                .forAnyState()
                .onCommand(AccountCommand.Borrow.class, this::onBorrow)
                .onCommand(AccountCommand.GiveBack.class, this::onGiveBack)
                .onCommand(AccountCommand.Sleep.class, (state, c) -> onSleep())
                .onCommand(
                        AccountCommand.Stop.class, (state, c) -> Effect().stop().thenNoReply())
                .build();
    }

    @Override
    public EventHandler<AccountState, AccountEvent> eventHandler() {
        return newEventHandlerBuilder().forAnyState().onAnyEvent(AccountState::apply);
    }

    private ReplyEffect<AccountEvent, AccountState> onBorrow(AccountState state, AccountCommand.Borrow c) {
        Instant now = clock.instant();
        int seats = state.grant(c.scopeId(), c.needed(), c.limit(), maxBlock, now);
        Instant until = now.plus(loanTime);
        AccountReply reply = seats >= c.needed()
                ? new AccountReply.Lent(seats, until)
                : new AccountReply.OverLimit(seats, until, c.limit());
        if (seats == 0) {
            return Effect().reply(c.replyTo(), reply);
        }
        return Effect()
                .persist(new AccountEvent.SeatsLent(c.scopeId(), seats, until))
                .thenReply(c.replyTo(), s -> reply);
    }

    private ReplyEffect<AccountEvent, AccountState> onGiveBack(AccountState state, AccountCommand.GiveBack c) {
        return state.loans().containsKey(c.scopeId())
                ? Effect().persist(new AccountEvent.SeatsReturned(c.scopeId())).thenNoReply()
                : Effect().noReply();
    }

    private ReplyEffect<AccountEvent, AccountState> onSleep() {
        shard.tell(new ClusterSharding.Passivate<>(context.getSelf()));
        return Effect().noReply();
    }
}
