package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.placement.Placer;
import io.mediascope.cluster.placement.Rebalancing;
import io.mediascope.cluster.placement.Rebalancing.Leaver;
import io.mediascope.scope.entity.RequestReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.relay.Placed;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** When this node has too much to do, asks scopes to take their relays elsewhere. One per node; the scopes decide. */
public final class LoadMover extends AbstractBehavior<LoadMover.Command> {
    private static final Logger LOG = LoggerFactory.getLogger(LoadMover.class);

    /** What it tells itself. */
    public sealed interface Command {}

    private record Tick() implements Command {}

    private record Known(AgentCommand.Uses uses) implements Command {}

    private record Answered(RequestReply reply) implements Command {}

    private final AgentPorts ports;
    private final ActorRef<RelayCommand> agent;
    private final AgentDirectory directory;
    private final Placer placer;
    private final Rebalancing rebalancing;
    private final LongSupplier nanoTime;
    private final ActorRef<AgentCommand.Uses> uses;
    private final ActorRef<RequestReply> replies;
    private long moves;

    private LoadMover(
            ActorContext<Command> context,
            AgentPorts ports,
            ActorRef<RelayCommand> agent,
            AgentDirectory directory,
            Placer placer,
            Rebalancing rebalancing,
            LongSupplier nanoTime) {
        super(context);
        this.ports = ports;
        this.agent = agent;
        this.directory = directory;
        this.placer = placer;
        this.rebalancing = rebalancing;
        this.nanoTime = nanoTime;
        this.uses = context.messageAdapter(AgentCommand.Uses.class, Known::new);
        this.replies = context.messageAdapter(RequestReply.class, Answered::new);
    }

    /** @param interval of looking at the load */
    public static Behavior<Command> create(
            AgentPorts ports,
            ActorRef<RelayCommand> agent,
            AgentDirectory directory,
            Placer placer,
            Rebalancing rebalancing,
            Duration interval,
            LongSupplier nanoTime) {
        return Behaviors.setup(context -> Behaviors.withTimers(timers -> {
            timers.startTimerWithFixedDelay(new Tick(), interval);
            return new LoadMover(context, ports, agent, directory, placer, rebalancing, nanoTime);
        }));
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Tick.class, tick -> onTick())
                .onMessage(Known.class, this::onKnown)
                .onMessage(Answered.class, this::onAnswered)
                .build();
    }

    private Behavior<Command> onTick() {
        boolean overloaded = placer.load(ports.node())
                .filter(own -> rebalancing.overloaded(own, nanoTime.getAsLong()))
                .isPresent();
        if (overloaded) {
            agent.tell(new AgentCommand.ListUses(uses));
        }
        return this;
    }

    private Behavior<Command> onKnown(Known known) {
        placer.load(ports.node()).ifPresent(own -> {
            List<Leaver> leavers = rebalancing.choose(own, known.uses().relays(), nanoTime.getAsLong());
            for (Leaver leaver : leavers) {
                Optional<Placed> to = directory.lighter(leaver.scope(), ports.node(), leaver.weight(), leaver.below());
                if (to.isEmpty()) {
                    // What is too much for the others with this relay is too much with the next, which is larger.
                    ports.counters().increment(NodeCounter.REBALANCES_NOWHERE);
                    break;
                }
                ask(leaver, to.get());
            }
        });
        return this;
    }

    private void ask(Leaver leaver, Placed to) {
        rebalancing.asked(leaver, nanoTime.getAsLong());
        ports.counters().increment(NodeCounter.REBALANCES_ASKED);
        String reason = leaver.why() + "; " + to.reason();
        LOG.info(
                "{} is asked to move to {}: {}",
                leaver.scope().entityId(),
                to.node().address(),
                reason);
        String commandId = "load-" + Long.toHexString(ports.node().uid()) + "-" + ++moves;
        ports.scopes()
                .accept(
                        leaver.scope(),
                        new ScopeCommand.MoveRelay(commandId, to.node().address(), reason, replies));
    }

    private Behavior<Command> onAnswered(Answered answered) {
        if (answered.reply() instanceof RequestReply.Refused refused) {
            ports.counters().increment(NodeCounter.REBALANCES_REFUSED);
            LOG.info(
                    "A scope stays ({}): {}",
                    refused.commandId(),
                    refused.refusal().text());
        }
        return this;
    }
}
