package io.mediascope.transport.relay;

import io.mediascope.media.audio.Speaker;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.media.webrtc.PeerRole;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The WebRTC side of one participant: its peer connections by role, and what the routes give it. Of a role there may be two for a
 * while, until the newer one carries.
 */
final class WebSide {
    private static final int MAX_PER_ROLE = 2;

    private final Participant participant;
    private final LoopContext loop;
    private final WebWanted wanted = new WebWanted();
    private final List<WebConnection> connections = new ArrayList<>();
    private @Nullable WebPublisher publisher;
    private @Nullable WebSubscriber subscriber;
    private @Nullable Speaker speaker;
    private @Nullable InetSocketAddress reportedRemote;

    WebSide(Participant participant, LoopContext loop) {
        this.participant = participant;
        this.loop = loop;
    }

    /** One more connection, which waits to carry. */
    void opened(WebConnection added) {
        List<WebConnection> before = ofRole(added.role());
        if (before.size() >= MAX_PER_ROLE) {
            before.get(0).connection().close();
        }
        connections.add(added);
        if (added instanceof WebSubscriber opened) {
            opened.tellWanted();
        }
    }

    /** Media flows over this one from now on; those of its role that were opened before end. */
    void carries(WebConnection carrying) {
        if (carrying instanceof WebPublisher now) {
            publisher = now;
        } else if (carrying instanceof WebSubscriber now) {
            subscriber = now;
        }
        for (WebConnection other : ofRole(carrying.role())) {
            if (connections.indexOf(other) < connections.indexOf(carrying)) {
                other.connection().close();
            }
        }
        pathChanged();
    }

    void closed(WebConnection ended) {
        connections.remove(ended);
        if (publisher == ended) {
            publisher = null;
        }
        if (subscriber == ended) {
            subscriber = null;
        }
        pathChanged();
    }

    private List<WebConnection> ofRole(PeerRole role) {
        return connections.stream()
                .filter(connection -> connection.role() == role)
                .toList();
    }

    /** Routes have changed. */
    void settle() {
        boolean changed = wanted.takeChanged();
        for (WebConnection connection : List.copyOf(connections)) {
            if (connection instanceof WebSubscriber opened) {
                if (changed) {
                    opened.tellWanted();
                }
                opened.retarget();
            }
        }
    }

    /** What the participant publishes has changed. */
    void streamsChanged() {
        for (WebConnection connection : connections) {
            if (connection instanceof WebPublisher opened) {
                opened.resolve();
            }
        }
    }

    /** Tells how media travels when that is news: by TCP when any of the connections does. */
    void pathChanged() {
        WebConnection telling = telling();
        Transport transport = telling == null ? null : telling.transport();
        InetSocketAddress remote = telling == null ? null : telling.remote();
        String detail = telling == null ? "" : telling.detail();
        boolean moved = !Objects.equals(remote, reportedRemote);
        reportedRemote = remote;
        for (MediaType type : MediaType.values()) {
            if (participant.outlet(type).select(transport) || (moved && transport != null)) {
                participant.reportTransport(type, transport, detail, remote);
            }
        }
    }

    private @Nullable WebConnection telling() {
        WebConnection found = null;
        for (WebConnection connection : connections) {
            Transport transport = connection.transport();
            if (!connection.carries() || transport == null) {
                continue;
            }
            if (found == null || (transport == Transport.TCP && found.transport() != Transport.TCP)) {
                found = connection;
            }
        }
        return found;
    }

    /** The audio level of a packet of this participant, 0 to 127 in -dBov. */
    void speaks(int level) {
        Speaker held = speaker;
        if (held == null) {
            held = participant.relay().speakers().of(participant.sessionId());
            speaker = held;
        }
        held.level(level);
    }

    /** The participant has left, or its relay is closed. */
    void close() {
        participant.relay().speakers().remove(participant.sessionId());
        for (WebConnection connection : List.copyOf(connections)) {
            connection.connection().close();
        }
    }

    /** The connection that carries what this participant publishes; null when none does. */
    @Nullable
    WebPublisher publisher() {
        return publisher;
    }

    /** The connection that carries what this participant receives; null when none does. */
    @Nullable
    WebSubscriber subscriber() {
        return subscriber;
    }

    WebWanted wanted() {
        return wanted;
    }

    Participant participant() {
        return participant;
    }

    LoopContext loop() {
        return loop;
    }
}
