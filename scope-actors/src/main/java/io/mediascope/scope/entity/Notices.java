package io.mediascope.scope.entity;

import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.PublishedTrack;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import io.mediascope.scope.relay.RelayReply.LiveSession;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What clients are told of a batch of events; derived from the events and the state they lead to. */
final class Notices {
    private final EventBatch batch;
    private final ScopeState after;
    private final LiveLinks links;
    private final ScopeRouting routing;
    private final List<Delivery> out = new ArrayList<>();

    private Notices(EventBatch batch, LiveLinks links, ScopeRouting routing) {
        this.batch = batch;
        this.after = batch.state();
        this.links = links;
        this.routing = routing;
    }

    static List<Delivery> of(EventBatch batch, LiveLinks links, ScopeRouting routing) {
        Notices notices = new Notices(batch, links, routing);
        Set<String> joined = new HashSet<>();
        for (ScopeEvent event : batch.events()) {
            notices.tell(event, joined);
        }
        return notices.out;
    }

    /** Whether a client that gets a view of the whole scope can do without this. */
    static boolean inView(ClientMessage message) {
        return message instanceof ClientMessage.UserJoined
                || message instanceof ClientMessage.UserLeft
                || message instanceof ClientMessage.UserReconnected
                || message instanceof ClientMessage.TracksPublished
                || message instanceof ClientMessage.TracksReplaced
                || message instanceof ClientMessage.TracksUnpublished
                || message instanceof ClientMessage.TrackMuted
                || message instanceof ClientMessage.TransportChanged
                || message instanceof ClientMessage.TopologyChanged
                || message instanceof ClientMessage.View;
    }

    /** Links that the scope does not know any more; their last words were lost. */
    static List<Delivery> strangers(List<LiveSession> held, ScopeState state) {
        List<Delivery> out = new ArrayList<>();
        for (LiveSession s : held) {
            Participant p = state.participants().get(s.sessionId());
            if (p == null) {
                ClientMessage gone = new ClientMessage.Farewell("this participant is no longer in the scope", true);
                out.add(Delivery.to(s.sessionId(), s.linkEpoch(), gone));
            } else if (p.link().epoch() > s.linkEpoch()) {
                out.add(Delivery.to(s.sessionId(), s.linkEpoch(), new ClientMessage.Refused(0, replacedLink())));
            }
        }
        return out;
    }

    /** A new relay has new keys: links that outlived the old one have to begin anew. */
    static List<Delivery> comeBack(List<LiveSession> held) {
        return held.stream()
                .map(s -> Delivery.to(
                        s.sessionId(), s.linkEpoch(), new ClientMessage.Farewell("the relay was rebuilt", true)))
                .toList();
    }

    private void tell(ScopeEvent event, Set<String> joined) {
        if (event instanceof ScopeEvent.ParticipantJoined e) {
            joined.add(e.sessionId());
            after.session(e.sessionId()).ifPresent(this::joined);
        } else if (event instanceof ScopeEvent.ParticipantLeft e) {
            left(e);
        } else if (event instanceof ScopeEvent.ParticipantReconnected e) {
            reconnected(e);
        } else if (event instanceof ScopeEvent.TrackPublished e) {
            if (!joined.contains(e.sessionId())) {
                after.session(e.sessionId()).ifPresent(p -> published(p, e.track()));
            }
        } else if (event instanceof ScopeEvent.TrackReplaced e) {
            after.session(e.sessionId()).ifPresent(p -> replaced(p, e.track()));
        } else if (event instanceof ScopeEvent.TrackUnpublished e) {
            others(e.sessionId(), new ClientMessage.TracksUnpublished(e.userId(), List.of(e.trackId())));
        } else if (event instanceof ScopeEvent.TopologyChanged e) {
            others("", new ClientMessage.TopologyChanged(e.topology(), e.reason()));
        }
    }

    private void joined(Participant p) {
        others(p.sessionId(), new ClientMessage.UserJoined(routing.info(p, links.of(p), after.topology(), true)));
    }

    private void left(ScopeEvent.ParticipantLeft e) {
        others(e.sessionId(), new ClientMessage.UserLeft(e.userId(), e.sessionId(), e.reason()));
        batch.before()
                .session(e.sessionId())
                .ifPresent(p -> lastWord(p.sessionId(), p.link().epoch(), e.reason()));
    }

    private void lastWord(String sessionId, int epoch, LeaveReason reason) {
        if (reason == LeaveReason.REMOVED) {
            Refusal removed = Refusal.of(
                    RefusalReason.REMOVED_BY_ADMIN, "An administrator has removed this user from the scope.");
            out.add(Delivery.to(sessionId, epoch, new ClientMessage.Refused(0, removed)));
        } else if (reason == LeaveReason.SCOPE_CLOSED) {
            out.add(Delivery.to(sessionId, epoch, new ClientMessage.Farewell("the scope was closed", false)));
        } else if (reason == LeaveReason.REPLACED) {
            out.add(Delivery.to(sessionId, epoch, new ClientMessage.Refused(0, replacedLink())));
        }
    }

    private void reconnected(ScopeEvent.ParticipantReconnected e) {
        out.add(Delivery.to(e.sessionId(), e.link().epoch() - 1, new ClientMessage.Refused(0, replacedLink())));
        others(e.sessionId(), new ClientMessage.UserReconnected(e.userId(), e.sessionId()));
    }

    static Refusal replacedLink() {
        return Refusal.of(
                RefusalReason.REPLACED_BY_NEWER_LINK, "A newer link of the same user has taken this one's place.");
    }

    private void published(Participant p, PublishedTrack track) {
        others(
                p.sessionId(),
                new ClientMessage.TracksPublished(p.userId(), List.of(routing.track(p, links.of(p), track, true))));
    }

    private void replaced(Participant p, PublishedTrack track) {
        LiveLink own = links.of(p);
        ClientMessage message =
                new ClientMessage.TracksReplaced(p.userId(), List.of(routing.track(p, own, track, true)));
        others(p.sessionId(), message);
        if (own.ready()) {
            out.add(Delivery.to(p.sessionId(), own.epoch(), message));
        }
    }

    /** With keys: sessions keep these from clients that may not have them. */
    private void others(String except, ClientMessage message) {
        out.add(Delivery.toOthers(except, message));
    }
}
