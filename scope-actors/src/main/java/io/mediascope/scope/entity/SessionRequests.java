package io.mediascope.scope.entity;

import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.journal.WantedMedia;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.scope.model.TrackInfo;
import io.mediascope.scope.model.TrackOffer;
import io.mediascope.scope.relay.RelayCommand.Delivery;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What participants ask of their scope: decided here, persisted by the entity. */
final class SessionRequests {
    private static final int MAX_WANTED = 1000;
    private final ScopeRuntime rt;
    private final Joining joining;

    /**
     * What comes of a request.
     *
     * @param answers delivered behind the route change, for the client
     * @param others what the others are told that is no event
     */
    record Outcome(RequestReply reply, List<Answer> answers, List<Delivery> others) {
        Outcome(RequestReply reply, List<Answer> answers) {
            this(reply, answers, List.of());
        }
    }

    /** Accepted tracks for a client, made when the batch is complete. */
    record Answer(String sessionId, long requestId, List<String> trackIds) {}

    SessionRequests(ScopeRuntime rt, Joining joining) {
        this.rt = rt;
        this.joining = joining;
    }

    Outcome handle(EventBatch batch, ScopeCommand.FromSession command) {
        Optional<Participant> found = batch.state().session(command.sessionId());
        if (found.isEmpty() || found.get().link().epoch() != command.linkEpoch()) {
            return gone(command);
        }
        Participant p = found.get();
        if (command instanceof ScopeCommand.Leave c) {
            Joining.leave(batch, p, c.reason(), rt.links.of(p), rt.quality);
            batch.disposeIfEmpty("the last participant left");
            return accepted(command);
        } else if (command instanceof ScopeCommand.LinkLost c) {
            rt.links.of(p).lost(rt.now(), c.lastSeenAt(), LeaveReason.LINK_LOST);
            return accepted(command);
        } else if (command instanceof ScopeCommand.Publish c) {
            return publish(batch, p, c);
        } else if (command instanceof ScopeCommand.Unpublish c) {
            return unpublish(batch, p, c);
        } else if (command instanceof ScopeCommand.Mute c) {
            return mute(p, c);
        } else if (command instanceof ScopeCommand.Subscribe c) {
            return want(p, command, Wanted.subscribe(rt.links.of(p).wanted(), c.subscription()));
        } else if (command instanceof ScopeCommand.ChooseLayer c) {
            return want(p, command, Wanted.choose(rt.links.of(p).wanted(), c.track(), c.layer(), c.paused()));
        }
        throw new IllegalStateException("no handler for " + command.getClass());
    }

    /** The link is over. That is what leaving wanted; anything else came too late. */
    private Outcome gone(ScopeCommand.FromSession command) {
        if (command instanceof ScopeCommand.Leave || command instanceof ScopeCommand.LinkLost) {
            return accepted(command);
        }
        return refused(
                command,
                Refusal.of(
                        RefusalReason.WRONG_STATE,
                        "This link's participant is no longer in the scope; join again first."));
    }

    private Outcome publish(EventBatch batch, Participant p, ScopeCommand.Publish c) {
        List<TrackOffer> fresh = c.tracks().stream()
                .filter(offer -> p.track(offer.trackId())
                        .filter(t -> TrackPolicy.repeats(t, offer, c.commandId()))
                        .isEmpty())
                .toList();
        Optional<TrackOffer> taken =
                fresh.stream().filter(o -> p.track(o.trackId()).isPresent()).findFirst();
        if (taken.isPresent()) {
            return refused(
                    c,
                    Refusal.of(
                            RefusalReason.TRACK_EXISTS,
                            "Track " + taken.get().trackId() + " is published already; unpublish it first or take"
                                    + " another track id."));
        }
        Optional<Refusal> wrong = TrackPolicy.check(p.tracks().size(), fresh, c.limits(), p.grants());
        if (wrong.isPresent()) {
            return refused(c, wrong.get());
        }
        joining.publish(batch, p.sessionId(), fresh, c.commandId());
        List<String> ids = c.tracks().stream().map(TrackOffer::trackId).toList();
        return new Outcome(
                new RequestReply.Accepted(c.commandId(), List.of()),
                List.of(new Answer(p.sessionId(), c.requestId(), ids)));
    }

    /** The client's answers, with keys, from the state that the batch leads to. */
    List<Delivery> deliveries(List<Answer> answers, ScopeState after, ScopeRouting routing) {
        return answers.stream()
                .flatMap(a -> after.session(a.sessionId()).stream().map(p -> {
                    List<TrackInfo> tracks = routing.tracks(p, rt.links.of(p), true).stream()
                            .filter(t -> a.trackIds().contains(t.trackId()))
                            .toList();
                    return Delivery.to(
                            p.sessionId(), p.link().epoch(), new ClientMessage.Accepted(a.requestId(), tracks));
                }))
                .toList();
    }

    /**
     * A click costs no event: the mute is kept beside the link, carried over to the next one, and said again by the session to
     * an actor that has started anew.
     */
    private Outcome mute(Participant p, ScopeCommand.Mute c) {
        if (p.track(c.trackId()).isEmpty()) {
            return refused(c, unknownTrack(c.trackId()));
        }
        LiveLink link = rt.links.of(p);
        Set<String> muted = new HashSet<>(link.muted());
        boolean changed = c.muted() ? muted.add(c.trackId()) : muted.remove(c.trackId());
        if (!changed) {
            return accepted(c);
        }
        link.mute(muted);
        ClientMessage told = new ClientMessage.TrackMuted(p.userId(), c.trackId(), c.muted());
        List<Delivery> others = List.of(Delivery.toOthers(p.sessionId(), told));
        return new Outcome(new RequestReply.Accepted(c.commandId(), List.of()), List.of(), others);
    }

    private static Refusal unknownTrack(String trackId) {
        return Refusal.of(RefusalReason.UNKNOWN_TRACK, "Track " + trackId + " is not published by this participant.");
    }

    private Outcome unpublish(EventBatch batch, Participant p, ScopeCommand.Unpublish c) {
        if (p.ended().contains(c.commandId())) {
            return accepted(c);
        }
        Optional<String> unknown =
                c.trackIds().stream().filter(id -> p.track(id).isEmpty()).findFirst();
        if (unknown.isPresent()) {
            return refused(c, unknownTrack(unknown.get()));
        }
        Set<String> muted = new HashSet<>(rt.links.of(p).muted());
        c.trackIds().forEach(muted::remove);
        rt.links.of(p).mute(muted);
        c.trackIds().stream()
                .distinct()
                .forEach(id -> batch.add(
                        h -> new ScopeEvent.TrackUnpublished(h, p.sessionId(), p.userId(), id, c.commandId())));
        return accepted(c);
    }

    private Outcome want(Participant p, ScopeCommand.FromSession c, WantedMedia wanted) {
        if (!p.may(Grant.SUBSCRIBE)) {
            return refused(c, Admission.missing(Grant.SUBSCRIBE));
        }
        if (wanted.listed().size() > MAX_WANTED || wanted.layers().size() > MAX_WANTED) {
            return refused(
                    c,
                    Refusal.of(
                            RefusalReason.BAD_REQUEST,
                            "A subscription lists at most " + MAX_WANTED + " tracks and layers."));
        }
        LiveLink link = rt.links.of(p);
        if (!wanted.equals(link.wanted())) {
            link.want(wanted);
            rt.layers.touch(p.sessionId(), rt.now());
        }
        return accepted(c);
    }

    private static Outcome accepted(ScopeCommand.FromSession command) {
        return new Outcome(new RequestReply.Accepted(command.commandId(), List.of()), List.of());
    }

    private static Outcome refused(ScopeCommand.FromSession command, Refusal refusal) {
        return new Outcome(new RequestReply.Refused(command.commandId(), refusal), List.of());
    }
}
