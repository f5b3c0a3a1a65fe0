package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import akka.actor.typed.ActorSystem;
import akka.actor.typed.javadsl.ActorContext;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import io.mediascope.scope.relay.ScopeView;
import io.mediascope.transport.relay.RelayEndpoints;
import io.mediascope.transport.relay.RelayHandle;
import io.mediascope.transport.relay.RelayId;
import java.net.InetSocketAddress;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What scopes' actors order: open a relay, change its routes, close it. Each order stands under its fencing token. */
final class RelayOrders {
    private static final Logger LOG = LoggerFactory.getLogger(RelayOrders.class);

    private final ActorRef<RelayCommand> self;
    private final ActorSystem<?> system;
    private final AgentPorts ports;
    private final RelayTable table;
    private final LocalSessions sessions;
    private final RelayReports reports;

    RelayOrders(ActorContext<RelayCommand> context, AgentPorts ports, RelayTable table, RelayReports reports) {
        this.self = context.getSelf();
        this.system = context.getSystem();
        this.ports = ports;
        this.table = table;
        this.sessions = table.sessions();
        this.reports = reports;
    }

    void open(RelayCommand.Open command) {
        ScopeKey scope = command.scope();
        if (refusedAsStale(command, command.token())) {
            return;
        }
        HeldRelay relay = table.held(scope);
        if (relay == null && table.size() >= ports.settings().maxRelays()) {
            count(NodeCounter.RELAYS_REFUSED);
            command.replyTo()
                    .tell(new RelayReply.RefusedFull(scope, ports.node(), "the node carries as many relays as it may"));
            return;
        }
        if (relay == null) {
            relay = make(command);
        }
        take(relay, command.token());
        command.replyTo().tell(opened(relay));
        // An actor that starts again does not know the paths of clients that never noticed.
        relay.facts().forEach(fact -> ports.scopes().accept(scope, fact));
    }

    void apply(RelayCommand.Apply command) {
        ScopeKey scope = command.scope();
        if (refusedAsStale(command, command.token())) {
            return;
        }
        HeldRelay relay = table.held(scope);
        if (relay == null) {
            command.replyTo().tell(new RelayReply.NotHeld(scope, ports.node()));
            return;
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
    }

    void piece(RelayCommand.Piece piece) {
        if (refusedAsStale(piece, piece.token())) {
            return;
        }
        HeldRelay relay = table.held(piece.scope());
        if (relay == null) {
            piece.replyTo().tell(new RelayReply.NotHeld(piece.scope(), ports.node()));
        } else {
            relay.assembly.add(system, piece).ifPresent(this::apply);
        }
    }

    void query(RelayCommand.Query command) {
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
    }

    void close(RelayCommand.Close command) {
        if (refusedAsStale(command, command.token())) {
            return;
        }
        HeldRelay relay = table.held(command.scope());
        if (relay != null) {
            if (Fencing.isNewer(command.token(), relay.token)) {
                sessions.dismiss(relay.scope, command.reason());
            }
            close(relay, command.token());
            count(NodeCounter.RELAYS_CLOSED);
        }
        command.replyTo().tell(new RelayReply.Closed(command.scope(), ports.node()));
    }

    private boolean refusedAsStale(RelayCommand.Remote command, FencingToken token) {
        FencingToken current = table.lastToken(command.scope(), System.nanoTime());
        if (current == null || !Fencing.isStale(token, current)) {
            return false;
        }
        count(NodeCounter.STALE_COMMANDS);
        command.replyTo().tell(new RelayReply.Stale(command.scope(), ports.node(), current));
        return true;
    }

    private HeldRelay make(RelayCommand.Open command) {
        ScopeKey scope = command.scope();
        long number = table.nextNumber();
        RelayHandle handle = ports.engine()
                .open(new RelayId(scope.applicationId(), scope.scopeId()), new LoopListener(scope, number, self));
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

    void close(HeldRelay relay, FencingToken token) {
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

    private void giveToLoop(HeldRelay relay, RelayCommand.Apply command) {
        relay.givenVersion = command.delta().version();
        relay.freshToken = false;
        FencingToken token = relay.token;
        relay.handle.apply(
                command.delta(),
                version -> self.tell(new AgentCommand.LoopApplied(relay.scope, relay.number, token, command, version)));
    }

    void applied(AgentCommand.LoopApplied done) {
        HeldRelay relay = table.held(done.scope(), done.relay());
        if (relay == null) {
            // Closed meanwhile; the last words to its clients are due all the same.
            deliver(done.scope(), lastWords(done.command()), new ScopeView());
            done.command().replyTo().tell(new RelayReply.NotHeld(done.scope(), ports.node()));
            return;
        }
        relay.appliedVersion = done.version();
        if (done.version() != done.command().delta().version()) {
            relay.givenVersion = done.version();
            needsResync(relay, done.command());
            return;
        }
        count(NodeCounter.ROUTES_APPLIED);
        done.command().delta().removed().forEach(relay::forget);
        relay.routed(done.command().delta());
        deliver(relay.scope, done.command().deliveries(), relay.view);
        done.command().replyTo().tell(new RelayReply.Applied(relay.scope, ports.node(), done.token(), done.version()));
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
