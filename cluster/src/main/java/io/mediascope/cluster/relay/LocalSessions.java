package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.scope.relay.RelayReply;
import io.mediascope.scope.relay.ScopeView;
import io.mediascope.scope.session.LocalRelayCommand;
import io.mediascope.scope.session.SessionCommand;
import io.mediascope.transport.relay.SpeakerLevel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The sessions whose links are alive on this node, by scope. Touched by the agent only. */
final class LocalSessions {
    /** One registered link. */
    static final class Registered {
        final String sessionId;
        final String userId;
        final int linkEpoch;
        final ActorRef<SessionCommand> session;
        /** Data goes only to clients that have their Welcome. */
        boolean welcomed;

        Registered(LocalRelayCommand.RegisterSession command) {
            this.sessionId = command.sessionId();
            this.userId = command.userId();
            this.linkEpoch = command.linkEpoch();
            this.session = command.session();
        }
    }

    /** Totals of one session's data messages. */
    private static final class Sent {
        long messages;
        long bytes;
    }

    private final Map<ScopeKey, Map<String, Registered>> byScope = new HashMap<>();
    private final Map<ScopeKey, Map<String, Sent>> sent = new HashMap<>();

    /**
     * Takes over the deliveries of a session.
     *
     * @return true when the command's link is the one registered now
     */
    boolean register(LocalRelayCommand.RegisterSession command) {
        Map<String, Registered> sessions = byScope.computeIfAbsent(command.scope(), key -> new LinkedHashMap<>());
        Registered old = sessions.get(command.sessionId());
        if (old != null && old.linkEpoch > command.linkEpoch()) {
            command.session().tell(new SessionCommand.Superseded());
            return false;
        }
        if (old != null && old.linkEpoch == command.linkEpoch() && old.session.equals(command.session())) {
            return true;
        }
        if (old != null) {
            old.session.tell(new SessionCommand.Superseded());
        }
        sessions.put(command.sessionId(), new Registered(command));
        return true;
    }

    /** Ignored when a newer epoch is registered. */
    boolean unregister(ScopeKey scope, String sessionId, int linkEpoch) {
        Map<String, Registered> sessions = byScope.getOrDefault(scope, Map.of());
        Registered registered = sessions.get(sessionId);
        if (registered == null || registered.linkEpoch > linkEpoch) {
            return false;
        }
        sessions.remove(sessionId);
        if (sessions.isEmpty()) {
            byScope.remove(scope);
        }
        return true;
    }

    @Nullable
    Registered find(ScopeKey scope, String sessionId) {
        return byScope.getOrDefault(scope, Map.of()).get(sessionId);
    }

    List<RelayReply.LiveSession> live(ScopeKey scope) {
        return byScope.getOrDefault(scope, Map.of()).values().stream()
                .map(session -> new RelayReply.LiveSession(session.sessionId, session.linkEpoch))
                .toList();
    }

    /** Their relay has gone with the scope: they come back where it is now. */
    void dismiss(ScopeKey scope, String reason) {
        byScope.getOrDefault(scope, Map.of())
                .values()
                .forEach(session -> session.session.tell(new SessionCommand.Dismiss(reason, true)));
    }

    boolean anyIn(ScopeKey scope) {
        return byScope.containsKey(scope);
    }

    /** Messages that went to links, and those whose links are over. */
    record Outcome(long delivered, long dropped) {}

    /** Delivers in order. What everybody is told between two messages for single links is one message to each session. */
    Outcome deliver(ScopeKey scope, List<RelayCommand.Delivery> deliveries, ScopeView view) {
        List<RelayCommand.Delivery> shared = new ArrayList<>();
        long delivered = 0;
        long dropped = 0;
        for (RelayCommand.Delivery delivery : deliveries) {
            if (delivery.shared()) {
                shared.addAll(view.tell(delivery));
            } else {
                delivered += deliverToAll(scope, shared);
                shared.clear();
                boolean taken = deliverToOne(scope, delivery, view);
                delivered += taken ? 1 : 0;
                dropped += taken ? 0 : 1;
            }
        }
        return new Outcome(delivered + deliverToAll(scope, shared), dropped);
    }

    private boolean deliverToOne(ScopeKey scope, RelayCommand.Delivery delivery, ScopeView view) {
        Registered session = find(scope, delivery.sessionId());
        if (session == null || session.linkEpoch != delivery.linkEpoch()) {
            return false;
        }
        boolean welcome = delivery.message() instanceof ClientMessage.Welcome;
        session.session.tell(new SessionCommand.Deliver(
                delivery.message() instanceof ClientMessage.Welcome w ? view.complete(w) : delivery.message()));
        session.welcomed |= welcome;
        return true;
    }

    private long deliverToAll(ScopeKey scope, List<RelayCommand.Delivery> shared) {
        if (shared.isEmpty()) {
            return 0;
        }
        SessionCommand all = new SessionCommand.DeliverAll(List.copyOf(shared));
        long sessions = 0;
        for (Registered session : byScope.getOrDefault(scope, Map.of()).values()) {
            if (session.welcomed) {
                session.session.tell(all);
                sessions++;
            }
        }
        return sessions * shared.size();
    }

    /** Tells every client that has its Welcome who speaks. */
    void tellSpeakers(ScopeKey scope, List<SpeakerLevel> speakers) {
        Map<String, Registered> here = byScope.getOrDefault(scope, Map.of());
        List<ClientMessage.Speaker> named = new ArrayList<>();
        for (SpeakerLevel speaker : speakers) {
            Registered session = here.get(speaker.sessionId());
            if (session != null) {
                named.add(new ClientMessage.Speaker(session.userId, -speaker.levelDbov()));
            }
        }
        ClientMessage message = new ClientMessage.Speakers(List.copyOf(named));
        here.values().stream()
                .filter(session -> session.welcomed)
                .forEach(session -> session.session.tell(new SessionCommand.Deliver(message)));
    }

    /** Fans a data message out to those here that it is for; returns their sessions. */
    List<String> fanOut(RelayCommand.Data data) {
        SessionCommand message =
                new SessionCommand.Deliver(new ClientMessage.Data(data.fromUser(), data.topic(), data.payload()));
        List<String> receivers = new ArrayList<>();
        for (Registered session : byScope.getOrDefault(data.scope(), Map.of()).values()) {
            boolean addressed = data.toUser().isEmpty()
                    ? !session.sessionId.equals(data.sessionId())
                    : session.userId.equals(data.toUser());
            if (addressed && session.welcomed && !data.served().contains(session.sessionId)) {
                session.session.tell(message);
                receivers.add(session.sessionId);
            }
        }
        return receivers;
    }

    List<ScopeCommand.MessageCount> messageCounts(ScopeKey scope) {
        List<ScopeCommand.MessageCount> counts = new ArrayList<>();
        sent.getOrDefault(scope, Map.of())
                .forEach((sessionId, total) ->
                        counts.add(new ScopeCommand.MessageCount(sessionId, total.messages, total.bytes)));
        return counts;
    }

    /** The scope's relay has closed: nobody asks for its totals any more. */
    void forgetCounts(ScopeKey scope) {
        sent.remove(scope);
    }

    /** Counts a data message for its sender. */
    void count(RelayCommand.Data data) {
        Sent total = sent.computeIfAbsent(data.scope(), key -> new LinkedHashMap<>())
                .computeIfAbsent(data.sessionId(), id -> new Sent());
        total.messages++;
        total.bytes += data.payload().length;
    }
}
