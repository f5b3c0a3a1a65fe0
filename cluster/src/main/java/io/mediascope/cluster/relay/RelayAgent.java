package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
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
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import io.mediascope.scope.relay.ScopeView;
import io.mediascope.scope.session.LocalRelayCommand;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.transport.relay.RelayEndpoints;
import io.mediascope.transport.relay.RelayHandle;
import io.mediascope.transport.relay.RelayId;
import java.net.InetSocketAddress;
import java.util.List;
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
        table.scopes().forEach(scope -> reports.schedule(java.util.Objects.requireNonNull(table.held(scope))));
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
                .onMessage(RelayCommand.Open.class, this::onOpen)
                .onMessage(RelayCommand.Apply.class, this::onApply)
                .onMessage(RelayCommand.Piece.class, this::onPiece)
                .onMessage(RelayCommand.Query.class, this::onQuery)
                .onMessage(RelayCommand.Close.class, this::onClose)
                .onMessage(LocalRelayCommand.RegisterSession.class, this::onRegister)
                .onMessage(LocalRelayCommand.UnregisterSession.class, this::onUnregister)
                .onMessage(LocalRelayCommand.SendData.class, this::onSendData)
                .onMessage(AgentCommand.LoopApplied.class, this::onLoopApplied)
                .onMessage(AgentCommand.LoopTransport.class, this::onLoopTransport)
                .onMessage(AgentCommand.LoopMuxPath.class, this::onLoopMuxPath)
                .onMessage(AgentCommand.LoopLayers.class, this::onLoopLayers)
                .onMessage(AgentCommand.LoopSpeakers.class, this::onLoopSpeakers)
                .onMessage(AgentCommand.LoopTotals.class, this::onLoopTotals)
                .onMessage(AgentCommand.ReportDue.class, this::onReportDue)
                .onMessage(AgentCommand.TotalsDue.class, this::onTotalsDue)
                .onMessage(AgentCommand.SessionGone.class, this::onSessionGone)
                .onMessage(AgentCommand.ListRelays.class, this::onListRelays)
                .onMessage(AgentCommand.ReadStatistics.class, this::onReadStatistics)
                .onMessage(AgentCommand.Introduce.class, this::onIntroduce)
                .build();
    }

    // ---- what scopes ask

    private Behavior<RelayCommand> onOpen(RelayCommand.Open command) {
        ScopeKey scope = command.scope();
        FencingToken current = table.lastToken(scope, System.nanoTime());
        if (current != null && refusedAsStale(command, command.token(), current)) {
            return this;
        }
        HeldRelay relay = table.held(scope);
        if (relay == null && table.size() >= ports.settings().maxRelays()) {
            count(NodeCounter.RELAYS_REFUSED);
            command.replyTo()
                    .tell(new RelayReply.RefusedFull(scope, ports.node(), "the node carries as many relays as it may"));
            return this;
        }
        if (relay == null) {
            relay = open(command);
        }
        take(relay, command.token());
        command.replyTo().tell(opened(relay));
        // An actor that starts again does not know the paths of clients that never noticed.
        relay.facts().forEach(fact -> tellScope(scope, fact));
        return this;
    }

    private Behavior<RelayCommand> onApply(RelayCommand.Apply command) {
        ScopeKey scope = command.scope();
        FencingToken current = table.lastToken(scope, System.nanoTime());
        if (current != null && refusedAsStale(command, command.token(), current)) {
            return this;
        }
        HeldRelay relay = table.held(scope);
        if (relay == null) {
            command.replyTo().tell(new RelayReply.NotHeld(scope, ports.node()));
            return this;
        }
        take(relay, command.token());
        boolean repeated = !relay.freshToken && command.delta().version() <= relay.givenVersion;
        if (repeated) {
            repeatAnswer(relay, command);
        } else if (!command.delta().appliesTo(relay.givenVersion)
                || (relay.freshToken && !command.delta().full())) {
            needsResync(relay, command);
        } else {
            giveToLoop(relay, command);
        }
        return this;
    }

    private Behavior<RelayCommand> onPiece(RelayCommand.Piece piece) {
        HeldRelay relay = table.held(piece.scope());
        FencingToken current = table.lastToken(piece.scope(), System.nanoTime());
        if (current != null && refusedAsStale(piece, piece.token(), current)) {
            return this;
        } else if (relay == null) {
            piece.replyTo().tell(new RelayReply.NotHeld(piece.scope(), ports.node()));
        } else {
            relay.assembly.add(getContext().getSystem(), piece).ifPresent(this::onApply);
        }
        return this;
    }

    private Behavior<RelayCommand> onQuery(RelayCommand.Query command) {
        HeldRelay relay = table.held(command.scope());
        command.replyTo()
                .tell(
                        relay == null
                                ? new RelayReply.NotHeld(command.scope(), ports.node())
                                : new RelayReply.Held(
                                        relay.scope,
                                        ports.node(),
                                        relay.token,
                                        relay.appliedVersion,
                                        relay.secret,
                                        sessions.live(relay.scope)));
        return this;
    }

    private Behavior<RelayCommand> onClose(RelayCommand.Close command) {
        FencingToken current = table.lastToken(command.scope(), System.nanoTime());
        if (current != null && refusedAsStale(command, command.token(), current)) {
            return this;
        }
        HeldRelay relay = table.held(command.scope());
        if (relay != null) {
            close(relay, command.token());
            count(NodeCounter.RELAYS_CLOSED);
        }
        command.replyTo().tell(new RelayReply.Closed(command.scope(), ports.node()));
        return this;
    }

    private boolean refusedAsStale(RelayCommand.Remote command, FencingToken token, FencingToken current) {
        if (!Fencing.isStale(token, current)) {
            return false;
        }
        count(NodeCounter.STALE_COMMANDS);
        command.replyTo().tell(new RelayReply.Stale(command.scope(), ports.node(), current));
        return true;
    }

    private HeldRelay open(RelayCommand.Open command) {
        ScopeKey scope = command.scope();
        long number = table.nextNumber();
        RelayHandle handle = ports.engine()
                .open(
                        new RelayId(scope.applicationId(), scope.scopeId()),
                        new LoopListener(scope, number, getContext().getSelf()));
        HeldRelay relay = new HeldRelay(number, scope, handle, command.token(), command.secret(), System.nanoTime());
        table.add(relay);
        reports.schedule(relay);
        count(NodeCounter.RELAYS_OPENED);
        LOG.debug("Relay opened for {} on loop {}", scope.entityId(), handle.loopIndex());
        return relay;
    }

    private static void take(HeldRelay relay, FencingToken token) {
        if (Fencing.isNewer(token, relay.token)) {
            relay.token = token;
            relay.freshToken = true;
        }
    }

    private void close(HeldRelay relay, FencingToken token) {
        reports.cancel(relay);
        table.bury(relay, token, System.nanoTime());
        relay.handle.close();
    }

    private RelayReply.Opened opened(HeldRelay relay) {
        return new RelayReply.Opened(
                relay.scope,
                relay.token,
                ports.node(),
                endpoints(relay.handle.endpoints()),
                relay.handle.loopIndex(),
                relay.secret,
                relay.appliedVersion,
                sessions.live(relay.scope));
    }

    // ---- routes

    private void giveToLoop(HeldRelay relay, RelayCommand.Apply command) {
        relay.givenVersion = command.delta().version();
        relay.freshToken = false;
        ActorRef<RelayCommand> self = getContext().getSelf();
        FencingToken token = relay.token;
        relay.handle.apply(
                command.delta(),
                version -> self.tell(new AgentCommand.LoopApplied(relay.scope, relay.number, token, command, version)));
    }

    private Behavior<RelayCommand> onLoopApplied(AgentCommand.LoopApplied done) {
        HeldRelay relay = table.held(done.scope(), done.relay());
        if (relay == null) {
            // Closed meanwhile; the last words to its clients are due all the same.
            deliver(done.scope(), lastWords(done.command()), new ScopeView());
            done.command().replyTo().tell(new RelayReply.NotHeld(done.scope(), ports.node()));
            return this;
        }
        relay.appliedVersion = done.version();
        if (done.version() != done.command().delta().version()) {
            relay.givenVersion = done.version();
            needsResync(relay, done.command());
            return this;
        }
        count(NodeCounter.ROUTES_APPLIED);
        done.command().delta().removed().forEach(relay::forget);
        deliver(relay.scope, done.command().deliveries(), relay.view);
        done.command().replyTo().tell(new RelayReply.Applied(relay.scope, ports.node(), done.token(), done.version()));
        return this;
    }

    private void deliver(ScopeKey scope, List<RelayCommand.Delivery> deliveries, ScopeView view) {
        LocalSessions.Outcome outcome = sessions.deliver(scope, deliveries, view);
        ports.counters().add(NodeCounter.DELIVERIES, outcome.delivered());
        ports.counters().add(NodeCounter.DELIVERIES_DROPPED, outcome.dropped());
    }

    private static List<RelayCommand.Delivery> lastWords(RelayCommand.Apply command) {
        return command.deliveries().stream()
                .filter(d ->
                        d.message() instanceof ClientMessage.Farewell || d.message() instanceof ClientMessage.Refused)
                .toList();
    }

    /** The answer to a version that is not in force yet comes with it. */
    private void repeatAnswer(HeldRelay relay, RelayCommand.Apply command) {
        if (command.delta().version() <= relay.appliedVersion) {
            command.replyTo()
                    .tell(new RelayReply.Applied(
                            relay.scope,
                            ports.node(),
                            relay.token,
                            command.delta().version()));
        }
    }

    private void needsResync(HeldRelay relay, RelayCommand.Apply command) {
        count(NodeCounter.ROUTES_RESYNCED);
        command.replyTo().tell(new RelayReply.NeedsResync(relay.scope, ports.node(), relay.givenVersion));
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

    private Behavior<RelayCommand> onSendData(LocalRelayCommand.SendData command) {
        var refusal = sessions.fanOut(command);
        if (refusal == null) {
            count(NodeCounter.DATA_MESSAGES);
            ports.counters().add(NodeCounter.DATA_BYTES, command.payload().length);
        }
        command.replyTo().tell(new SessionCommand.DataOutcome(command.requestId(), refusal));
        return this;
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

    private Behavior<RelayCommand> onLoopLayers(AgentCommand.LoopLayers event) {
        LocalSessions.Registered publisher = sessions.find(event.scope(), event.sessionId());
        if (table.held(event.scope(), event.relay()) != null && publisher != null && publisher.welcomed) {
            publisher.session.tell(
                    new SessionCommand.Deliver(new ClientMessage.LayersNeeded(event.trackId(), event.needed())));
        }
        return this;
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

    private Behavior<RelayCommand> onTotalsDue(AgentCommand.TotalsDue due) {
        reports.totals(table.held(due.scope(), due.relay()));
        return this;
    }

    private Behavior<RelayCommand> onLoopTotals(AgentCommand.LoopTotals event) {
        HeldRelay relay = table.held(event.scope(), event.relay());
        if (relay != null && reports.arrived(relay, event.totals())) {
            LOG.info("Relay of {} closed: nobody was there", relay.scope.entityId());
            count(NodeCounter.RELAYS_SILENT);
            close(relay, relay.token);
        }
        return this;
    }

    // ---- what the node asks

    private Behavior<RelayCommand> onListRelays(AgentCommand.ListRelays command) {
        command.replyTo().tell(table.scopes());
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

    private static MediaEndpoints endpoints(RelayEndpoints endpoints) {
        return new MediaEndpoints(
                hostPorts(endpoints.audio()), hostPorts(endpoints.video()), hostPorts(endpoints.mux()));
    }

    private static List<HostPort> hostPorts(List<InetSocketAddress> addresses) {
        return addresses.stream().map(LoopListener::hostPort).toList();
    }
}
