package io.mediascope.scope.session;

import akka.actor.typed.ActorRef;
import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.AbstractBehavior;
import akka.actor.typed.javadsl.ActorContext;
import akka.actor.typed.javadsl.Behaviors;
import akka.actor.typed.javadsl.Receive;
import akka.actor.typed.javadsl.TimerScheduler;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.client.ClientRequest;
import io.mediascope.scope.entity.JoinReply;
import io.mediascope.scope.entity.RequestReply;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * One management link's actor. It repeats every request under its command id until the scope has answered, and outlives its
 * link until it knows what became of its join, and the scope knows that the link has ended.
 */
public final class ParticipantSession extends AbstractBehavior<SessionCommand> {
    private enum Phase {
        /** No AuthRequest yet. */
        NEW,
        /** The scope was asked. */
        JOINING,
        /** In; the Welcome is on its way. */
        ADMITTED,
        /** Welcomed. */
        IN,
        /** The scope has to be told of the end. */
        ENDING
    }

    private final SessionAuth auth;
    private final ClientLink link;
    private final SessionPorts ports;
    private final TimerScheduler<SessionCommand> timers;
    private final ActorRef<JoinReply> joinReplies;
    private final ActorRef<RequestReply> requestReplies;
    private final SessionRequestHandler requests;
    private final PendingRequests pending = new PendingRequests();
    private final String id;
    private Phase phase = Phase.NEW;
    private @Nullable LeaveReason leaving;
    private Instant lastSeenAt;
    private @Nullable JoinAttempt join;
    private ScopeCommand.@Nullable FromSession last;
    private String sessionId = "";
    private int linkEpoch;

    /**
     * @param auth from the token, which was checked before
     * @param link the way to the client; closed by this actor
     */
    public static Behavior<SessionCommand> create(SessionAuth auth, LinkPort link, SessionPorts ports) {
        return Behaviors.setup(
                context -> Behaviors.withTimers(timers -> new ParticipantSession(context, timers, auth, link, ports)));
    }

    private ParticipantSession(
            ActorContext<SessionCommand> context,
            TimerScheduler<SessionCommand> timers,
            SessionAuth auth,
            LinkPort link,
            SessionPorts ports) {
        super(context);
        this.auth = auth;
        this.ports = ports;
        this.timers = timers;
        this.link = new ClientLink(link, auth.userId(), auth.grants().contains(Grant.SUBSCRIBE));
        this.lastSeenAt = ports.clock().instant();
        this.id = HexFormat.of().toHexDigits(ports.random().nextLong())
                + HexFormat.of().toHexDigits(ports.random().nextLong());
        this.joinReplies = context.messageAdapter(JoinReply.class, SessionCommand.JoinAnswered::new);
        this.requestReplies = context.messageAdapter(RequestReply.class, SessionCommand.RequestAnswered::new);
        this.requests = new SessionRequestHandler(id, auth, link, ports, pending, requestReplies, context.getSelf());
    }

    @Override
    public Receive<SessionCommand> createReceive() {
        return newReceiveBuilder()
                .onMessage(SessionCommand.FromClient.class, this::onClient)
                .onMessage(SessionCommand.LinkClosed.class, c -> {
                    seen(now().minus(c.silence()));
                    return onLinkClosed();
                })
                .onMessage(SessionCommand.ClientGone.class, c -> leave(c.reason()))
                .onMessage(SessionCommand.Deliver.class, c -> onDeliver(c.message()))
                .onMessage(SessionCommand.DeliverAll.class, this::onDeliverAll)
                .onMessage(SessionCommand.DataOutcome.class, this::onData)
                .onMessage(SessionCommand.Superseded.class, c -> replaced())
                .onMessage(
                        SessionCommand.Dismiss.class,
                        c -> dismissed(new ClientMessage.Farewell(c.reason(), c.reconnect())))
                .onMessage(SessionCommand.JoinAnswered.class, c -> onJoinAnswered(c.reply()))
                .onMessage(SessionCommand.RequestAnswered.class, c -> onAnswer(c.reply()))
                .onMessage(SessionCommand.Resend.class, c -> onResend())
                .build();
    }

    // The client

    private Behavior<SessionCommand> onClient(SessionCommand.FromClient c) {
        if (!link.isOpen()) {
            return this;
        }
        seen(now());
        if (c.request() instanceof ClientRequest.Goodbye) {
            return leave(LeaveReason.CLIENT_LEFT);
        } else if (c.request() instanceof ClientRequest.Authenticate request && phase == Phase.NEW) {
            return authenticate(c.requestId(), request);
        } else if (phase != Phase.IN) {
            requests.refuse(c.requestId(), wrongState());
        } else if (c.request() instanceof ClientRequest.Authenticate) {
            requests.refuse(
                    c.requestId(),
                    Refusal.of(
                            RefusalReason.WRONG_STATE,
                            "This link has joined already; open another one to join again."));
        } else {
            requests.handle(c.requestId(), c.request());
            repeat();
        }
        return this;
    }

    private static Refusal wrongState() {
        return Refusal.of(
                RefusalReason.WRONG_STATE,
                "Send an AuthRequest first, and wait for its AuthResponse before anything else.");
    }

    private Behavior<SessionCommand> authenticate(long requestId, ClientRequest.Authenticate request) {
        phase = Phase.JOINING;
        JoinAttempt attempt = new JoinAttempt(requestId, request, id, auth, ports, joinReplies);
        join = attempt;
        ports.scope().tell(attempt.command());
        repeat();
        return this;
    }

    private Behavior<SessionCommand> leave(LeaveReason reason) {
        if (!link.isOpen()) {
            return this;
        }
        leaving = reason;
        link.close();
        return onLinkClosed();
    }

    private Behavior<SessionCommand> onLinkClosed() {
        link.ended();
        if (phase == Phase.NEW) {
            return Behaviors.stopped();
        } else if (phase == Phase.ADMITTED || phase == Phase.IN) {
            return end();
        }
        return this;
    }

    // The scope

    private Behavior<SessionCommand> onJoinAnswered(JoinReply reply) {
        JoinAttempt attempt = join;
        if (phase != Phase.JOINING || attempt == null) {
            return this;
        }
        if (reply instanceof JoinReply.Admitted a) {
            return admitted(a);
        } else if (reply instanceof JoinReply.Refused r) {
            if (r.refusal().reason() == RefusalReason.JOURNAL_UNAVAILABLE && !attempt.refusable(now())) {
                attempt.refusedForNow(r.refusal());
                return this;
            }
            return close(attempt.refused(r.refusal()));
        }
        NodeRef home = ((JoinReply.Redirected) reply).home();
        return close(new ClientMessage.Redirected(
                new HostPort(home.linkHost(), home.linkPort()), "the scope's media is on another node"));
    }

    private Behavior<SessionCommand> admitted(JoinReply.Admitted a) {
        sessionId = a.sessionId();
        linkEpoch = a.linkEpoch();
        requests.admitted(sessionId, linkEpoch);
        phase = Phase.ADMITTED;
        if (!link.isOpen()) {
            return end();
        }
        ports.agent()
                .tell(new LocalRelayCommand.RegisterSession(
                        scope(),
                        sessionId,
                        auth.userId(),
                        linkEpoch,
                        getContext().getSelf()));
        ports.scope().tell(new ScopeCommand.LinkReady(sessionId, linkEpoch));
        return this;
    }

    private Behavior<SessionCommand> onDeliverAll(SessionCommand.DeliverAll all) {
        for (RelayCommand.Delivery delivery : all.deliveries()) {
            if (phase == Phase.IN && !delivery.except().equals(sessionId)) {
                onDeliver(delivery.message());
            }
        }
        return this;
    }

    private Behavior<SessionCommand> onDeliver(ClientMessage message) {
        if (!link.isOpen()) {
            return this;
        }
        if (message instanceof ClientMessage.Welcome w) {
            return welcome(w);
        } else if (message instanceof ClientMessage.Farewell f) {
            return f.reconnect() ? dismissed(f) : unregistered(f);
        } else if (message instanceof ClientMessage.Refused r && r.requestId() == 0) {
            return unregistered(r);
        } else if (phase == Phase.IN && message instanceof ClientMessage.View v) {
            v.participants().stream()
                    .filter(p -> p.sessionId().equals(sessionId))
                    .forEach(requests::remind);
            repeat();
        } else if (phase == Phase.IN && message instanceof ClientMessage.Rekeyed r) {
            link.rekeyed(r, sessionId);
        } else if (phase == Phase.IN) {
            if (message instanceof ClientMessage.Accepted a) {
                pending.delivered(a.requestId());
            }
            link.tell(message);
        }
        return this;
    }

    private Behavior<SessionCommand> welcome(ClientMessage.Welcome w) {
        JoinAttempt attempt = join;
        if (phase == Phase.ADMITTED && w.linkEpoch() == linkEpoch && attempt != null) {
            phase = Phase.IN;
            requests.welcomed(w.ownTracks());
            link.welcome(w, attempt.ticket());
        }
        return this;
    }

    private Behavior<SessionCommand> onAnswer(RequestReply reply) {
        if (phase == Phase.ENDING) {
            boolean unknown = reply instanceof RequestReply.Refused r
                    && r.refusal().reason() == RefusalReason.JOURNAL_UNAVAILABLE;
            ScopeCommand.FromSession end = last;
            return unknown || end == null || !end.commandId().equals(reply.commandId()) ? this : Behaviors.stopped();
        }
        requests.answered(reply);
        return this;
    }

    private Behavior<SessionCommand> onData(SessionCommand.DataOutcome outcome) {
        Refusal refusal = outcome.refusal();
        if (link.isOpen() && refusal != null) {
            requests.refuse(outcome.requestId(), refusal);
        } else if (link.isOpen()) {
            requests.accept(outcome.requestId());
        }
        return this;
    }

    // Repeating

    private void repeat() {
        if (!timers.isTimerActive("resend")) {
            timers.startTimerWithFixedDelay(
                    "resend", new SessionCommand.Resend(), ports.settings().resendInterval());
        }
    }

    private Behavior<SessionCommand> onResend() {
        Instant now = now();
        JoinAttempt attempt = join;
        ScopeCommand.FromSession end = last;
        if (phase == Phase.JOINING && attempt != null) {
            return resendJoin(attempt, now);
        } else if (phase == Phase.ADMITTED && attempt != null) {
            if (attempt.overdue(now)) {
                return dismissed(attempt.refused(timedOut()));
            }
            ports.scope().tell(new ScopeCommand.LinkReady(sessionId, linkEpoch));
        } else if (phase == Phase.ENDING && end != null) {
            ports.scope().tell(end);
        } else {
            requests.resend(now);
            if (pending.size() == 0) {
                timers.cancel("resend");
            }
        }
        return this;
    }

    /** What became of the join has to be known even when the client was told that it took too long. */
    private Behavior<SessionCommand> resendJoin(JoinAttempt attempt, Instant now) {
        if (attempt.overdue(now)) {
            link.end(attempt.tooLong());
            if (attempt.forgettable(now)) {
                return Behaviors.stopped();
            }
        }
        ports.scope().tell(attempt.command());
        return this;
    }

    static Refusal timedOut() {
        return Refusal.retryable(
                RefusalReason.TIMED_OUT,
                "The scope did not answer in time; it may or may not have taken the request.",
                0);
    }

    // Ending

    /** Tells the scope that this link has ended, until it has heard it. */
    private Behavior<SessionCommand> end() {
        link.ended();
        unregister();
        phase = Phase.ENDING;
        pending.clear();
        String commandId = id + ":end";
        LeaveReason reason = leaving;
        last = reason != null
                ? new ScopeCommand.Leave(commandId, sessionId, linkEpoch, reason, requestReplies)
                : new ScopeCommand.LinkLost(commandId, sessionId, linkEpoch, lastSeenAt, requestReplies);
        ports.scope().tell(last);
        repeat();
        return this;
    }

    private Behavior<SessionCommand> dismissed(ClientMessage message) {
        link.end(message);
        return onLinkClosed();
    }

    private Behavior<SessionCommand> replaced() {
        return unregistered(new ClientMessage.Refused(
                0,
                Refusal.of(
                        RefusalReason.REPLACED_BY_NEWER_LINK,
                        "A newer link of the same user has taken this one's place.")));
    }

    /** The scope has ended this link itself. */
    private Behavior<SessionCommand> unregistered(ClientMessage message) {
        unregister();
        return close(message);
    }

    private Behavior<SessionCommand> close(ClientMessage message) {
        link.end(message);
        return phase == Phase.ENDING ? this : Behaviors.stopped();
    }

    private void unregister() {
        ports.agent().tell(new LocalRelayCommand.UnregisterSession(scope(), sessionId, linkEpoch));
    }

    private ScopeKey scope() {
        return new ScopeKey(auth.applicationId(), auth.scopeId());
    }

    /** Keep-alives count as well, and those are known to the link only. */
    private void seen(Instant at) {
        lastSeenAt = at.isAfter(lastSeenAt) ? at : lastSeenAt;
    }

    private Instant now() {
        return ports.clock().instant();
    }
}
