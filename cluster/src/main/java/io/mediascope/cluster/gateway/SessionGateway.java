package io.mediascope.cluster.gateway;

import akka.actor.typed.ActorRef;
import io.mediascope.cluster.credentials.JoinClaims;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.web.SessionDoor;
import io.mediascope.cluster.web.WebSessions;
import io.mediascope.media.model.MediaType;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.session.LinkPort;
import io.mediascope.scope.session.SessionAuth;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.transport.door.DoorHandlers;
import io.mediascope.transport.door.Link;
import io.mediascope.transport.door.LinkHandler;
import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.relay.RelayHandle;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the node gives to its front door: links become sessions, media connections are attached to relays. */
public final class SessionGateway implements DoorHandlers, SessionDoor {
    private final GatewayPorts ports;
    private final WelcomeWriter welcomes;
    private final Set<ActorRef<SessionCommand>> sessions = ConcurrentHashMap.newKeySet();
    private volatile @Nullable SessionStarter starter;
    private volatile @Nullable WebSessions webSessions;
    private volatile Supplier<List<HostPort>> furtherNodes = List::of;
    private volatile boolean stopping;

    public SessionGateway(GatewayPorts ports) {
        this.ports = ports;
        this.welcomes = new WelcomeWriter(
                ports.settings().keepaliveInterval(), ports.settings().timeout(), () -> furtherNodes.get());
    }

    @Override
    public LinkHandler linkOpened(Link link) {
        return new ClientLinkHandler(link, this, ports);
    }

    @Override
    public @Nullable MediaReceiver mediaOpened(byte[] ticket, MediaChannel channel) {
        Optional<MediaTickets.Holder> holder = ports.tickets().redeem(ticket);
        Optional<RelayHandle> relay = holder.flatMap(h -> ports.relays().apply(h.scope()));
        if (holder.isEmpty() || relay.isEmpty()) {
            ports.counters().increment(NodeCounter.MEDIA_TICKETS_REFUSED);
            return null;
        }
        relay.get().attach(holder.get().sessionId(), channel);
        return new ToRelay(relay.get(), holder.get().sessionId(), channel);
    }

    /**
     * From now on links become sessions; before, they are refused with NODE_DRAINING.
     *
     * @param others links of some other nodes, for clients that lose this one; asked from any thread
     */
    public void open(SessionStarter sessions, WebSessions webs, Supplier<List<HostPort>> others) {
        furtherNodes = others;
        webSessions = webs;
        starter = sessions;
    }

    @Override
    public @Nullable ActorRef<SessionCommand> begin(JoinClaims claims, LinkPort client) {
        SessionStarter sessionStarter = starter();
        if (sessionStarter == null) {
            return null;
        }
        ActorRef<SessionCommand> session = sessionStarter.start(auth(claims), client);
        began(session);
        return session;
    }

    SessionAuth auth(JoinClaims claims) {
        String applicationId = claims.scope().applicationId();
        return new SessionAuth(
                applicationId,
                claims.scope().scopeId(),
                claims.userId(),
                claims.grants(),
                claims.p2p(),
                SessionLimits.of(ports.applications(), applicationId));
    }

    @Nullable
    WebSessions webSessions() {
        return webSessions;
    }

    /** From now on new links are refused with NODE_DRAINING, and every client is told to go and come back elsewhere. */
    public void dismissAll(String reason) {
        stopping = true;
        sessions.forEach(session -> session.tell(new SessionCommand.Dismiss(reason, true)));
    }

    /** Waits until no link has a session, at most {@code timeout}. */
    public synchronized void awaitGone(Duration timeout) {
        long until = System.nanoTime() + timeout.toNanos();
        try {
            for (long left = until - System.nanoTime();
                    !sessions.isEmpty() && left > 0;
                    left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Links that have a session. */
    public int links() {
        return sessions.size();
    }

    /** What makes sessions; null while the node starts or stops. */
    @Nullable
    SessionStarter starter() {
        return stopping ? null : starter;
    }

    WelcomeWriter welcomes() {
        return welcomes;
    }

    void began(ActorRef<SessionCommand> session) {
        sessions.add(session);
        if (stopping) {
            session.tell(new SessionCommand.Dismiss("the node stops", true));
        }
    }

    @Override
    public void ended(ActorRef<SessionCommand> session) {
        sessions.remove(session);
        if (stopping) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    /** One media connection's packets, on their way to its relay's loop. */
    private record ToRelay(RelayHandle relay, String sessionId, MediaChannel channel) implements MediaReceiver {
        @Override
        public void received(MediaType type, ByteBuf packet) {
            relay.received(sessionId, type, packet);
        }

        @Override
        public void selected(MediaType type, long sequence) {
            relay.selected(sessionId, type, sequence);
        }

        @Override
        public void closed() {
            relay.detach(sessionId, channel);
        }
    }
}
