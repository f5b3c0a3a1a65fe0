package io.mediascope.scope.entity;

import io.mediascope.media.model.MediaType;
import io.mediascope.scope.entity.ScopeDescription.ParticipantDescription;
import io.mediascope.scope.entity.ScopeDescription.TrackDescription;
import io.mediascope.scope.journal.HomeNode;
import io.mediascope.scope.journal.PublishedTrack;

/** Makes what operators see of a scope. */
final class Descriptions {
    private Descriptions() {}

    /** @param actorNode where this is said */
    static ScopeDescription of(ScopeState state, LiveLinks links, String actorNode) {
        HomeNode home = state.home();
        return new ScopeDescription(
                state.key(),
                actorNode,
                state.live(),
                state.life(),
                state.createdAt(),
                home == null ? null : Joining.node(home),
                state.topology(),
                state.sequenceNumber(),
                state.all().stream()
                        .map(p -> participant(state, p, links.of(p)))
                        .toList());
    }

    private static ParticipantDescription participant(ScopeState state, Participant p, LiveLink link) {
        return new ParticipantDescription(
                p.userId(),
                p.sessionId(),
                p.clientKind(),
                p.joinedAt(),
                link.alive(),
                link.transport(MediaType.AUDIO, state.topology()),
                link.transport(MediaType.VIDEO, state.topology()),
                p.tracks().stream().map(Descriptions::track).toList());
    }

    private static TrackDescription track(PublishedTrack t) {
        return new TrackDescription(
                t.trackId(),
                t.kind(),
                t.codec(),
                t.layers().stream().map(PublishedTrack.Layer::name).toList(),
                t.label());
    }
}
