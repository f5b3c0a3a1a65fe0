package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.Placed;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import io.mediascope.scope.relay.RelayReply;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether clients get to the relay's node: it is asked when one says that it does not, and left when it says nothing, or when its
 * participants agree.
 */
final class HomeWatch {
    private final MediaScope scope;
    private final ScopePorts ports;
    private final Placement placement;
    private final ActorRef<RelayReply> replies;
    private final HomeProbe probe = new HomeProbe();
    private final HomeReports reports = new HomeReports();
    private boolean unreachable;

    HomeWatch(MediaScope scope, ScopePorts ports, Placement placement, ActorRef<RelayReply> replies) {
        this.scope = scope;
        this.ports = ports;
        this.placement = placement;
        this.replies = replies;
    }

    void forget() {
        unreachable = false;
        probe.forget();
        reports.forget();
    }

    @Nullable
    Instant next() {
        return unreachable && rt().relay != null ? rt().now() : probe.next();
    }

    void resolve(Turn turn, ScopeCommand.Resolve c) {
        scope.stayAwake();
        ScopeState state = turn.state();
        RelayLink open = rt().relay;
        boolean failed = open != null && Placement.failed(open.node(), c.failed());
        if (open != null && failed && state.live()) {
            if (believed(state, c)) {
                unreachable = true;
                probe.add(c.replyTo());
            } else {
                probe(open, c);
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
        return counts && (reports.add(c.userId(), rt().now()) || unreachable);
    }

    /** A client could not reach the node; whether that is the node's fault shows when it is asked. */
    private void probe(RelayLink open, ScopeCommand.Resolve c) {
        Optional<ActorRef<RelayCommand>> agent = ports.relays().agent(open.node());
        if (agent.isPresent()) {
            probe.ask(c.replyTo(), agent.get(), query(), rt().now());
        } else {
            probe.due(c.replyTo(), rt().now());
        }
    }

    private RelayCommand.Query query() {
        return new RelayCommand.Query(scope.key(), replies);
    }

    /** The node is well, but participants do not get there. */
    boolean unreachable() {
        return unreachable;
    }

    /** Why the scope has to leave its node, if it has to. */
    Optional<String> lost(RelayLink open) {
        Optional<ActorRef<RelayCommand>> agent = ports.relays().agent(open.node());
        if (agent.isPresent()) {
            return answers(open, agent.get()) ? Optional.empty() : Optional.of("the relay's node does not answer");
        }
        if (ports.journal().up()) {
            return Optional.of("the relay's node is gone");
        }
        held(open.node());
        return Optional.empty();
    }

    /** False when the scope has to leave a node that says nothing; where there is no other one, it stays. */
    private boolean answers(RelayLink open, ActorRef<RelayCommand> agent) {
        if (probe.tick(agent, query(), rt().now())) {
            return true;
        } else if (ports.journal().up() && placement.elsewhere(open.node())) {
            placement.refusedBy(open.node());
            return false;
        }
        held(open.node());
        return true;
    }

    /** The relay is there, or stays for want of another node: so are told all who wait, unless it has to leave all the same. */
    void held(NodeRef node) {
        if (!unreachable) {
            probe.answer(new ResolveReply.Found(node, true));
        }
    }

    /** Sends everybody off: elsewhere, or where there is no other node anew on the same. */
    void leave(ScopeState state, RelayLink open) {
        if (placement.elsewhere(open.node())) {
            placement.refusedBy(open.node());
        }
        ClientMessage comeBack = new ClientMessage.Farewell("the relay is rebuilt", true);
        List<Delivery> all = state.all().stream()
                .map(p -> Delivery.to(p.sessionId(), p.link().epoch(), comeBack))
                .toList();
        open.publish(
                state,
                p -> rt().links.of(p).wanted(),
                all,
                rt().now(),
                ports.settings().resendInterval());
        open.close("participants cannot reach it");
    }

    /** The scope's next node, if there is one; what was said of the node before counts no more. */
    void moved(Optional<Placed> to) {
        unreachable = false;
        reports.moved(rt().now());
        probe.answer(to.<ResolveReply>map(placed -> new ResolveReply.Found(placed.node(), true))
                .orElseGet(() -> new ResolveReply.Refused(Placement.full())));
    }

    private ScopeRuntime rt() {
        return scope.runtime();
    }
}
