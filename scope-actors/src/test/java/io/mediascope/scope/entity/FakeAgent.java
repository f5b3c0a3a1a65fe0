package io.mediascope.scope.entity;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import io.mediascope.media.routing.RoutingSnapshot;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.FencingToken;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.MediaEndpoints;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import io.mediascope.scope.relay.ScopeView;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps the agent's side of the contract in memory; what it holds outlives it. */
final class FakeAgent extends AbstractBehavior<RelayCommand> {
    /** One node's relay. */
    static final class Relay {
        final NodeRef node;
        final List<RelayCommand.Delivery> deliveries = new CopyOnWriteArrayList<>();
        final List<RelayCommand.Remote> received = new CopyOnWriteArrayList<>();
        volatile ScopeView view = new ScopeView();
        volatile boolean held;
        volatile boolean full;
        volatile boolean silent;
        volatile FencingToken token = new FencingToken(0, "");
        volatile byte[] secret = new byte[0];
        volatile RoutingSnapshot routes = RoutingSnapshot.EMPTY;
        volatile List<RelayReply.LiveSession> sessions = new ArrayList<>();

        Relay(NodeRef node) {
            this.node = node;
        }

        /** What reached this session: its own deliveries, and from its Welcome on what everybody is told. */
        List<Object> told(String sessionId) {
            List<Object> told = new ArrayList<>();
            boolean welcomed = sessionId.isEmpty();
            for (RelayCommand.Delivery d : deliveries) {
                boolean own = d.sessionId().equals(sessionId);
                welcomed |= own && d.message() instanceof ClientMessage.Welcome;
                if (own || (welcomed && d.shared() && !d.except().equals(sessionId))) {
                    told.add(d.message());
                }
            }
            return told;
        }
    }

    /** Answered when everything before it is done. */
    record Done(ActorRef<Done> replyTo) implements RelayCommand {}

    private final Relay relay;

    static Behavior<RelayCommand> create(Relay relay) {
        return Behaviors.setup(context -> new FakeAgent(context, relay));
    }

    private FakeAgent(ActorContext<RelayCommand> context, Relay relay) {
        super(context);
        this.relay = relay;
    }

    @Override
    public Receive<RelayCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(RelayCommand.Remote.class, this::onRemote)
                .onMessage(Done.class, this::onDone)
                .build();
    }

    private Behavior<RelayCommand> onDone(Done done) {
        done.replyTo().tell(done);
        return this;
    }

    private Behavior<RelayCommand> onRemote(RelayCommand.Remote c) {
        relay.received.add(c);
        if (relay.silent) {
            return this;
        }
        if (c instanceof RelayCommand.Open open) {
            c.replyTo().tell(open(open));
        } else if (c instanceof RelayCommand.Apply apply) {
            c.replyTo().tell(apply(apply));
        } else if (c instanceof RelayCommand.Query) {
            c.replyTo().tell(held(c));
        } else if (c instanceof RelayCommand.Close close && !stale(close.token())) {
            relay.token = close.token();
            relay.held = false;
            c.replyTo().tell(new RelayReply.Closed(c.scope(), relay.node));
        }
        return this;
    }

    private boolean stale(FencingToken token) {
        return token.n() < relay.token.n() || (token.n() == relay.token.n() && !token.equals(relay.token));
    }

    private RelayReply open(RelayCommand.Open c) {
        if (relay.full) {
            return new RelayReply.RefusedFull(c.scope(), relay.node, "full");
        }
        if (stale(c.token())) {
            return new RelayReply.Stale(c.scope(), relay.node, relay.token);
        }
        if (!relay.held) {
            relay.held = true;
            relay.secret = c.secret();
            relay.routes = RoutingSnapshot.EMPTY;
            relay.view = new ScopeView();
        }
        relay.token = c.token();
        HostPort at = new HostPort("127.0.0.1", 7100);
        MediaEndpoints endpoints = new MediaEndpoints(List.of(at), List.of(at), List.of(at));
        return new RelayReply.Opened(
                c.scope(),
                c.token(),
                relay.node,
                endpoints,
                3,
                relay.secret,
                relay.routes.version(),
                List.copyOf(relay.sessions));
    }

    private RelayReply held(RelayCommand.Remote c) {
        return relay.held
                ? new RelayReply.Held(
                        c.scope(), relay.node, relay.token, relay.routes.version(), relay.secret, relay.sessions)
                : new RelayReply.NotHeld(c.scope(), relay.node);
    }

    private void deliver(RelayCommand.Delivery d) {
        if (d.shared()) {
            relay.view.tell(d);
            relay.deliveries.add(d);
        } else {
            ClientMessage message =
                    d.message() instanceof ClientMessage.Welcome w ? relay.view.complete(w) : d.message();
            relay.deliveries.add(RelayCommand.Delivery.to(d.sessionId(), d.linkEpoch(), message));
        }
    }

    private RelayReply apply(RelayCommand.Apply c) {
        if (stale(c.token())) {
            return new RelayReply.Stale(c.scope(), relay.node, relay.token);
        }
        if (!relay.held) {
            return new RelayReply.NotHeld(c.scope(), relay.node);
        }
        if (c.delta().version() > relay.routes.version()) {
            if (!c.delta().appliesTo(relay.routes.version())) {
                return new RelayReply.NeedsResync(c.scope(), relay.node, relay.routes.version());
            }
            relay.routes = relay.routes.apply(c.delta());
            c.deliveries().forEach(this::deliver);
        }
        return new RelayReply.Applied(
                c.scope(), relay.node, c.token(), c.delta().version());
    }
}
