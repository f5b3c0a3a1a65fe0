package io.mediascope.scope.entity;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.scope.journal.HomeNode;
import io.mediascope.scope.journal.PublishedTrack;
import io.mediascope.scope.journal.ScopeEvent;
import io.mediascope.scope.journal.ScopeEvent.LinkRecord;
import io.mediascope.scope.model.Grant;
import io.mediascope.scope.model.LeaveReason;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.TrackOffer;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The events that a join, a resumption and a publication consist of. */
final class Joining {
    private final RandomGenerator random;

    Joining(RandomGenerator random) {
        this.random = random;
    }

    static HomeNode home(NodeRef n) {
        return new HomeNode(n.address(), n.uid(), n.region(), n.linkHost(), n.linkPort());
    }

    static NodeRef node(HomeNode h) {
        return new NodeRef(h.address(), h.uid(), h.region(), h.linkHost(), h.linkPort());
    }

    /** A new participant; the first one begins a life on {@code node}. */
    void enter(EventBatch batch, ScopeCommand.Join join, NodeRef node, long fencing) {
        if (!batch.state().live()) {
            batch.create(home(node), fencing);
        }
        String sessionId =
                HexFormat.of().toHexDigits(random.nextLong()) + HexFormat.of().toHexDigits(random.nextLong());
        SsrcSource ssrcs = new SsrcSource(batch.state(), random);
        LinkRecord link = new LinkRecord(
                join.commandId(), 1, fencing, ssrcs.getAsInt(), ssrcs.getAsInt(), join.ticketHash(), null);
        RouteSubscription wanted =
                join.grants().contains(Grant.SUBSCRIBE) ? join.subscription() : RouteSubscription.NONE;
        batch.add(h -> new ScopeEvent.ParticipantJoined(
                h,
                sessionId,
                join.userId(),
                join.clientKind(),
                join.clientVersion(),
                join.grants(),
                join.p2pAllowed(),
                join.joinId(),
                Wanted.of(wanted),
                join.limits().applicationSeats(),
                link));
        publish(batch, sessionId, join.tracks(), join.commandId());
    }

    /** The same participant over a new link, everything it publishes under fresh SSRCs and keys. */
    void resume(EventBatch batch, Participant p, ScopeCommand.Join join, byte[] validTicketHash, long fencing) {
        LinkRecord link = relink(batch, p, join, validTicketHash, fencing);
        batch.add(h -> new ScopeEvent.ParticipantReconnected(h, p.sessionId(), p.userId(), join.joinId(), link));
        SsrcSource ssrcs = new SsrcSource(batch.state(), random);
        for (PublishedTrack track : p.tracks()) {
            PublishedTrack renewed = TrackPolicy.renew(track, p.incarnations() + 1, ssrcs);
            batch.add(h -> new ScopeEvent.TrackReplaced(h, p.sessionId(), p.userId(), renewed));
        }
        List<TrackOffer> more = join.tracks().stream()
                .filter(t -> p.track(t.trackId()).isEmpty())
                .toList();
        if (TrackPolicy.check(p.tracks().size(), more, join.limits(), p.grants())
                .isEmpty()) {
            publish(batch, p.sessionId(), more, join.commandId());
        }
    }

    /** The same participant over a link to the scope's new node, everything it publishes as it was. */
    void move(EventBatch batch, Participant p, ScopeCommand.Join join, byte[] validTicketHash, long fencing) {
        LinkRecord link = relink(batch, p, join, validTicketHash, fencing);
        batch.add(h -> new ScopeEvent.ParticipantMoved(h, p.sessionId(), p.userId(), join.joinId(), link));
    }

    private LinkRecord relink(
            EventBatch batch, Participant p, ScopeCommand.Join join, byte[] validTicketHash, long fencing) {
        SsrcSource ssrcs = new SsrcSource(batch.state(), random);
        return new LinkRecord(
                join.commandId(),
                p.link().epoch() + 1,
                fencing,
                ssrcs.getAsInt(),
                ssrcs.getAsInt(),
                join.ticketHash(),
                validTicketHash);
    }

    /** New tracks of a participant; each has an incarnation that none of its layers ever had. */
    void publish(EventBatch batch, String sessionId, List<TrackOffer> offers, String commandId) {
        SsrcSource ssrcs = new SsrcSource(batch.state(), random);
        for (TrackOffer offer : offers) {
            Participant p = batch.state().participants().get(sessionId);
            if (p != null) {
                PublishedTrack track = TrackPolicy.publish(offer, p.incarnations() + 1, commandId, ssrcs);
                batch.add(h -> new ScopeEvent.TrackPublished(h, sessionId, p.userId(), track));
            }
        }
    }

    /** A participant goes, with its last figures when there are any. */
    static void leave(
            EventBatch batch, Participant p, LeaveReason reason, @Nullable LiveLink link, QualityLedger quality) {
        if (link != null) {
            transports(batch, p, link);
        }
        var streams = quality.streamsOf(p.sessionId());
        var messages = quality.messagesOf(p.sessionId());
        if (!streams.isEmpty() || !messages.isEmpty()) {
            batch.add(h -> new ScopeEvent.QualityReported(h, streams, messages));
        }
        var seen = link == null ? null : link.lastSeenAt(batch.time());
        batch.add(h -> new ScopeEvent.ParticipantLeft(h, p.sessionId(), p.userId(), reason, seen));
    }

    /** Adds how the participant's media travels now, when that is not what stands in the journal. */
    static void transports(EventBatch batch, Participant p, LiveLink link) {
        Transport audio = link.transport(MediaType.AUDIO, batch.state().topology());
        Transport video = link.transport(MediaType.VIDEO, batch.state().topology());
        if (audio != p.audio() || video != p.video()) {
            batch.add(h -> new ScopeEvent.TransportChanged(
                    h,
                    p.sessionId(),
                    p.userId(),
                    audio,
                    link.detail(MediaType.AUDIO),
                    video,
                    link.detail(MediaType.VIDEO)));
        }
    }
}
