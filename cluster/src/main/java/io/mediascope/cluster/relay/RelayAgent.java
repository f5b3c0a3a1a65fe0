package io.mediascope.cluster.relay;

import akka.actor.typed.Behavior;
import akka.actor.typed.SupervisorStrategy;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import akka.actor.typed.receptionist.ServiceKey;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.session.LocalRelayCommand;
import io.mediascope.scope.session.SessionCommand;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One per node: does on the relay loops what scopes' actors ask, and tells them what happens there.
 *
 * <p>A relay's lease does not end by its actor's silence. It ends by Close, or when nobody has a session here and nothing arrived on
 * any path for a minute.
 */
public final class RelayAgent extends AbstractBehavior<RelayCommand> {
    public static final ServiceKey<RelayCommand> SERVICE_KEY = ServiceKey.create(RelayCommand.class, "relay-agent");

    private static final Logger LOG = LoggerFactory.getLogger(RelayAgent.class);

    private final AgentPorts ports;
    private final RelayTable table;
    private final LocalSessions sessions;
    private final RelayReports reports;
    private final RelayOrders orders;
    private final DataMessages data;

    private RelayAgent(
            ActorContext<RelayCommand> context,
            TimerScheduler<RelayCommand> timers,
            AgentPorts ports,
            RelayTable table) {
        super(context);
        this.ports = ports;
        this.table = table;
        this.sessions = table.sessions();
        this.reports = new RelayReports(context.getSelf(), timers, ports, sessions);
        this.orders = new RelayOrders(context, ports, table, reports);
        this.data = new DataMessages(ports, table);
        table.scopes().forEach(scope -> reports.schedule(Objects.requireNonNull(table.held(scope))));
    }

    /** @param table outlives the agent's restarts */
    public static Behavior<RelayCommand> create(AgentPorts ports, RelayTable table) {
        return Behaviors.supervise(Behaviors.<RelayCommand>setup(
                        context -> Behaviors.withTimers(timers -> new RelayAgent(context, timers, ports, table))))
                .onFailure(SupervisorStrategy.restart());
    }

    @Override
    public Receive<RelayCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(RelayCommand.Open.class, c -> done(() -> orders.open(c)))
                .onMessage(RelayCommand.Apply.class, c -> done(() -> orders.apply(c)))
                .onMessage(RelayCommand.Piece.class, c -> done(() -> orders.piece(c)))
                .onMessage(RelayCommand.Query.class, c -> done(() -> orders.query(c)))
                .onMessage(RelayCommand.Close.class, c -> done(() -> orders.close(c)))
                .onMessage(LocalRelayCommand.RegisterSession.class, this::onRegister)
                .onMessage(LocalRelayCommand.UnregisterSession.class, this::onUnregister)
                .onMessage(LocalRelayCommand.SendData.class, c -> done(() -> data.send(c)))
                .onMessage(RelayCommand.Data.class, c -> done(() -> data.arrived(c)))
                .onMessage(AgentCommand.LoopApplied.class, c -> done(() -> orders.applied(c)))
                .onMessage(AgentCommand.LoopTransport.class, this::onLoopTransport)
                .onMessage(AgentCommand.LoopMuxPath.class, this::onLoopMuxPath)
                .onMessage(AgentCommand.LoopProbe.class, this::onLoopProbe)
                .onMessage(AgentCommand.LoopLayers.class, this::onLoopLayers)
                .onMessage(AgentCommand.LoopSpeakers.class, this::onLoopSpeakers)
                .onMessage(AgentCommand.LoopTotals.class, this::onLoopTotals)
                .onMessage(AgentCommand.ReportDue.class, this::onReportDue)
                .onMessage(AgentCommand.MemberGone.class, this::onMemberGone)
                .onMessage(AgentCommand.TotalsDue.class, this::onTotalsDue)
                .onMessage(AgentCommand.SessionGone.class, this::onSessionGone)
                .onMessage(AgentCommand.ListRelays.class, this::onListRelays)
                .onMessage(AgentCommand.ListUses.class, this::onListUses)
                .onMessage(AgentCommand.ReadStatistics.class, this::onReadStatistics)
                .onMessage(AgentCommand.Introduce.class, this::onIntroduce)
                .build();
    }

    private Behavior<RelayCommand> done(Runnable order) {
        order.run();
        return this;
    }

    // ---- what sessions ask

    private Behavior<RelayCommand> onRegister(LocalRelayCommand.RegisterSession command) {
        if (sessions.register(command)) {
            getContext()
                    .watchWith(
                            command.session(),
                            new AgentCommand.SessionGone(
                                    command.scope(), command.sessionId(), command.linkEpoch(), command.session()));
        }
        return this;
    }

    private Behavior<RelayCommand> onUnregister(LocalRelayCommand.UnregisterSession command) {
        unregister(command.scope(), command.sessionId(), command.linkEpoch());
        return this;
    }

    private Behavior<RelayCommand> onSessionGone(AgentCommand.SessionGone gone) {
        LocalSessions.Registered registered = sessions.find(gone.scope(), gone.sessionId());
        if (registered != null && registered.session.equals(gone.session())) {
            unregister(gone.scope(), gone.sessionId(), gone.linkEpoch());
        }
        return this;
    }

    private void unregister(ScopeKey scope, String sessionId, int linkEpoch) {
        HeldRelay relay = table.held(scope);
        if (sessions.unregister(scope, sessionId, linkEpoch) && relay != null) {
            reports.readTotalsOnce(relay);
        }
    }

    // ---- what loops report

    private Behavior<RelayCommand> onLoopTransport(AgentCommand.LoopTransport event) {
        HeldRelay relay = table.held(event.scope(), event.relay());
        if (relay != null) {
            ScopeCommand changed = new ScopeCommand.TransportChanged(
                    ports.node(), event.sessionId(), event.type(), event.transport(), event.detail(), event.remote());
            relay.remember(event.sessionId(), event.type().name(), changed);
            tellScope(event.scope(), changed);
        }
        return this;
    }

    private Behavior<RelayCommand> onLoopMuxPath(AgentCommand.LoopMuxPath event) {
        HeldRelay relay = table.held(event.scope(), event.relay());
        if (relay != null) {
            ScopeCommand candidate = new ScopeCommand.MuxCandidate(ports.node(), event.sessionId(), event.remote());
            relay.remember(event.sessionId(), "mux", candidate);
            tellScope(event.scope(), candidate);
        }
        return this;
    }

    private Behavior<RelayCommand> onLoopProbe(AgentCommand.LoopProbe event) {
        tellClient(event.scope(), event.relay(), event.sessionId(), new ClientMessage.ProbeWanted());
        return this;
    }

    private Behavior<RelayCommand> onLoopLayers(AgentCommand.LoopLayers event) {
        ClientMessage needed = new ClientMessage.LayersNeeded(event.trackId(), event.needed());
        tellClient(event.scope(), event.relay(), event.sessionId(), needed);
        return this;
    }

    private void tellClient(ScopeKey scope, long relay, String sessionId, ClientMessage message) {
        LocalSessions.Registered client = sessions.find(scope, sessionId);
        if (table.held(scope, relay) != null && client != null && client.welcomed) {
            client.session.tell(new SessionCommand.Deliver(message));
        }
    }

    private Behavior<RelayCommand> onLoopSpeakers(AgentCommand.LoopSpeakers event) {
        if (table.held(event.scope(), event.relay()) != null) {
            sessions.tellSpeakers(event.scope(), event.speakers());
        }
        return this;
    }

    private Behavior<RelayCommand> onReportDue(AgentCommand.ReportDue due) {
        reports.sessions(table.held(due.scope(), due.relay()));
        return this;
    }

    private Behavior<RelayCommand> onMemberGone(AgentCommand.MemberGone gone) {
        reports.allSoon(table);
        return this;
    }

    private Behavior<RelayCommand> onTotalsDue(AgentCommand.TotalsDue due) {
        reports.totals(table.held(due.scope(), due.relay()));
        return this;
    }

    private Behavior<RelayCommand> onLoopTotals(AgentCommand.LoopTotals event) {
        HeldRelay relay = table.held(event.scope(), event.relay());
        if (relay != null && reports.arrived(relay, event.totals())) {
            LOG.info("Relay of {} closed: nobody was there", relay.scope.entityId());
            count(NodeCounter.RELAYS_SILENT);
            orders.close(relay, relay.token);
        }
        return this;
    }

    // ---- what the node asks

    private Behavior<RelayCommand> onListRelays(AgentCommand.ListRelays command) {
        command.replyTo().tell(table.scopes());
        return this;
    }

    private Behavior<RelayCommand> onListUses(AgentCommand.ListUses command) {
        command.replyTo().tell(new AgentCommand.Uses(reports.uses(table)));
        return this;
    }

    private Behavior<RelayCommand> onReadStatistics(AgentCommand.ReadStatistics command) {
        HeldRelay relay = table.held(command.scope());
        if (relay == null) {
            command.replyTo().tell(Optional.empty());
        } else {
            relay.handle.statistics(totals -> command.replyTo().tell(Optional.of(totals)));
        }
        return this;
    }

    private Behavior<RelayCommand> onIntroduce(AgentCommand.Introduce command) {
        command.replyTo()
                .tell(new AgentCommand.Introduction(ports.node(), getContext().getSelf()));
        return this;
    }

    private void tellScope(ScopeKey scope, ScopeCommand command) {
        ports.scopes().accept(scope, command);
    }

    private void count(NodeCounter counter) {
        ports.counters().increment(counter);
    }
}
