package io.mediascope.cluster.gateway;

import akka.actor.typed.ActorRef;
import io.mediascope.cluster.metrics.NodeCounter;
import io.mediascope.cluster.web.WebClient;
import io.mediascope.cluster.web.WebCommand;
import io.mediascope.cluster.web.WebSessions;
import io.mediascope.cluster.web.WebTrack;
import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.model.Refusal;
import io.mediascope.scope.model.RefusalReason;
import io.mediascope.transport.door.Link;
import io.mediascope.transport.wire.v1.Envelope;
import io.mediascope.transport.wire.v1.WebDescription;
import io.mediascope.transport.wire.v1.WebRestartRequest;
import io.mediascope.transport.wire.v1.WebTrackSection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A browser's link between its peer connections' session and the wire. Safe from any thread. */
final class BrowserLink implements WebClient {
    private static final int MAX_SECTIONS = 64;
    private static final int MAX_MID = 64;

    private final Link link;
    private final WebSessions sessions;
    private final boolean receives;
    private final GatewayPorts ports;
    private volatile @Nullable ActorRef<WebCommand> session;

    BrowserLink(Link link, WebSessions sessions, boolean receives, GatewayPorts ports) {
        this.link = link;
        this.sessions = sessions;
        this.receives = receives;
        this.ports = ports;
    }

    // What the session's actor says

    /** Behind the Welcome. */
    void welcomed(ClientMessage.Welcome welcome) {
        session = sessions.attach(welcome, receives, this);
    }

    /** Before the client hears it. */
    void told(ClientMessage message) {
        if (message instanceof ClientMessage.Accepted accepted
                && !accepted.ownTracks().isEmpty()) {
            tell(new WebCommand.Published(accepted.ownTracks()));
        } else if (message instanceof ClientMessage.Refused refused
                && refused.refusal().reason() == RefusalReason.REMOVED_BY_ADMIN) {
            tell(new WebCommand.Left());
        } else if (message instanceof ClientMessage.Farewell farewell && !farewell.reconnect()) {
            tell(new WebCommand.Left());
        }
    }

    // What the client says

    /** False when the message is about something else. */
    boolean received(Envelope message) {
        if (message.hasGoodbye()) {
            tell(new WebCommand.Left());
            return false;
        } else if (message.hasWebDescription()) {
            described(message.getRequestId(), message.getWebDescription());
            return true;
        } else if (message.hasWebRestartRequest()) {
            restartWanted(message.getRequestId(), message.getWebRestartRequest());
            return true;
        }
        return false;
    }

    private void described(long requestId, WebDescription wire) {
        boolean publisher = wire.getRole() == io.mediascope.transport.wire.v1.PeerRole.PEER_ROLE_PUBLISHER;
        boolean subscriber = wire.getRole() == io.mediascope.transport.wire.v1.PeerRole.PEER_ROLE_SUBSCRIBER;
        if (publisher && !wire.getAnswer()) {
            ask(requestId, new WebCommand.Offer(requestId, wire.getRevision(), wire.getSdp(), sections(wire)));
        } else if (subscriber && wire.getAnswer()) {
            ask(requestId, new WebCommand.ClientAnswer(requestId, wire.getRevision(), wire.getSdp()));
        } else {
            throw new BadMessageException(
                    "a client offers as PUBLISHER and answers as SUBSCRIBER; a WebDescription must be one of both");
        }
    }

    private static List<WebTrack> sections(WebDescription wire) {
        if (wire.getSectionsCount() > MAX_SECTIONS) {
            throw new BadMessageException("sections must be at most " + MAX_SECTIONS);
        }
        return wire.getSectionsList().stream().map(BrowserLink::section).toList();
    }

    private static WebTrack section(WebTrackSection wire) {
        if (wire.getMid().isEmpty() || wire.getMid().length() > MAX_MID) {
            throw new BadMessageException("a section's mid must be 1 to " + MAX_MID + " characters");
        }
        return new WebTrack(wire.getMid(), "", wire.getTrackId());
    }

    private void restartWanted(long requestId, WebRestartRequest wire) {
        if (wire.getRole() != io.mediascope.transport.wire.v1.PeerRole.PEER_ROLE_SUBSCRIBER) {
            throw new BadMessageException(
                    "ICE of the publisher's connection is restarted by the client's own offer; ask for SUBSCRIBER only");
        }
        ask(requestId, new WebCommand.RestartWanted(requestId));
    }

    private void ask(long requestId, WebCommand command) {
        ActorRef<WebCommand> to = session;
        ports.counters().increment(NodeCounter.CLIENT_REQUESTS);
        if (to == null) {
            refuse(
                    requestId,
                    Refusal.of(
                            RefusalReason.WRONG_STATE,
                            "Wait for the AuthResponse before you negotiate peer connections."));
        } else {
            to.tell(command);
        }
    }

    /** The link is over. */
    void closed() {
        tell(new WebCommand.Detached(this));
    }

    private void tell(WebCommand command) {
        ActorRef<WebCommand> to = session;
        if (to != null) {
            to.tell(command);
        }
    }

    // What the peer connections' session says

    @Override
    public void describe(PeerRole role, long revision, boolean answer, String sdp, List<WebTrack> sections) {
        link.send(Envelope.newBuilder()
                .setWebDescription(WebDescription.newBuilder()
                        .setRole(wire(role))
                        .setRevision(revision)
                        .setAnswer(answer)
                        .setSdp(sdp)
                        .addAllSections(sections.stream()
                                .map(s -> WebTrackSection.newBuilder()
                                        .setMid(s.mid())
                                        .setUserId(s.userId())
                                        .setTrackId(s.trackId())
                                        .build())
                                .toList()))
                .build());
    }

    @Override
    public void restart(PeerRole role) {
        link.send(Envelope.newBuilder()
                .setWebRestartRequest(WebRestartRequest.newBuilder().setRole(wire(role)))
                .build());
    }

    @Override
    public void refuse(long requestId, Refusal refusal) {
        ports.counters().refused(refusal.reason());
        link.send(MessageWriter.refusal(requestId, refusal));
    }

    private static io.mediascope.transport.wire.v1.PeerRole wire(PeerRole role) {
        return role == PeerRole.PUBLISHER
                ? io.mediascope.transport.wire.v1.PeerRole.PEER_ROLE_PUBLISHER
                : io.mediascope.transport.wire.v1.PeerRole.PEER_ROLE_SUBSCRIBER;
    }
}
