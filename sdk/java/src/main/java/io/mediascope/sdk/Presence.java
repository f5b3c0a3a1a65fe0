package io.mediascope.sdk;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.transport.wire.v1.AuthResponse;
import io.mediascope.transport.wire.v1.ParticipantInfo;
import io.mediascope.transport.wire.v1.StreamKeys;
import io.mediascope.transport.wire.v1.TracksPublished;
import io.mediascope.transport.wire.v1.TransportChanged;
import io.mediascope.transport.wire.v1.UserEvent;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the node says about users: the pages at a join, then events. May be said twice. Service thread only. */
final class Presence {
    /** Below the time for which the node and receivers keep the old keys. */
    private static final int MAX_SWITCH_MS = 3000;
    /** A join that the old node told of may be younger than the new one's welcome; the new one tells of it within this time. */
    private static final long CROSSING_NS = 1_000_000_000L;

    private final Users users;
    private final OwnTracks own;
    private final Callbacks callbacks;
    private final Set<String> pagedUsers = new HashSet<>();
    private String self = "";
    private Topology topology = Topology.RELAY;
    private boolean allPages;
    private boolean crossing;
    private long crossingUntilNs;

    Presence(Users users, OwnTracks own, Callbacks callbacks) {
        this.users = users;
        this.own = own;
        this.callbacks = callbacks;
    }

    Topology topology() {
        return topology;
    }

    void welcomed(AuthResponse welcome) {
        crossing = false;
        welcome(welcome);
    }

    /** Joined at the node that the scope moves to: who is not there may have come a moment ago. */
    void moved(AuthResponse welcome, long nowNs) {
        crossing = true;
        crossingUntilNs = nowNs + CROSSING_NS;
        welcome(welcome);
    }

    /** To be called now and then. */
    void turn(long nowNs) {
        if (crossing && allPages && nowNs - crossingUntilNs >= 0) {
            crossing = false;
            users.retain(pagedUsers);
        }
    }

    private void welcome(AuthResponse welcome) {
        self = welcome.getUserId();
        topology(Wire.topology(welcome.getTopology()), "as joined");
        own.accepted(welcome.getOwnTracksList());
        pagedUsers.clear();
        page(welcome.getParticipantsList(), welcome.getMorePages());
    }

    void page(List<ParticipantInfo> participants, boolean more) {
        participants.forEach(this::present);
        allPages = !more;
        if (allPages && !crossing) {
            users.retain(pagedUsers);
        }
    }

    private void present(ParticipantInfo participant) {
        if (!participant.getUserId().equals(self)) {
            pagedUsers.add(participant.getUserId());
            users.present(participant);
        }
    }

    void event(UserEvent event) {
        switch (event.getEventCase()) {
            case JOINED -> present(event.getJoined());
            case LEFT -> {
                pagedUsers.remove(event.getLeft().getUserId());
                users.left(
                        event.getLeft().getUserId(),
                        event.getLeft().getSessionId(),
                        Wire.leaveReason(event.getLeft().getReason()));
            }
            case RECONNECTED -> users.reconnected(event.getReconnected().getUserId());
            case PUBLISHED -> tracks(event.getPublished());
            case REPLACED -> tracks(event.getReplaced());
            case UNPUBLISHED ->
                users.unpublished(
                        event.getUnpublished().getUserId(),
                        event.getUnpublished().getTrackIdsList());
            case MUTED ->
                users.muted(
                        event.getMuted().getUserId(),
                        event.getMuted().getTrackId(),
                        event.getMuted().getMuted());
            case TRANSPORT_CHANGED -> transport(event.getTransportChanged());
            case TOPOLOGY_CHANGED ->
                topology(
                        Wire.topology(event.getTopologyChanged().getTopology()),
                        event.getTopologyChanged().getReason());
            default -> {
                // An event of a later version.
            }
        }
    }

    /** New keys of this client's own streams and of those it may open. */
    void rekeyed(StreamKeys rekeyed) {
        Map<Integer, SrtpKey> keys = new HashMap<>();
        for (StreamKeys.Stream stream : rekeyed.getStreamsList()) {
            SrtpKey key = Wire.key(stream.getKey());
            if (key != null) {
                keys.put(stream.getSsrc(), key);
            }
        }
        users.rekeyed(keys, System.nanoTime());
        own.rekeyed(keys, Math.min(rekeyed.getSwitchAfterMs(), MAX_SWITCH_MS));
    }

    private void tracks(TracksPublished event) {
        if (event.getUserId().equals(self)) {
            own.accepted(event.getTracksList());
        } else {
            users.published(event.getUserId(), event.getTracksList());
        }
    }

    private void transport(TransportChanged changed) {
        MediaType type = Wire.mediaType(changed.getMediaType());
        Transport transport = Wire.transport(changed.getTransport());
        if (type != null && transport != null) {
            users.transportChanged(changed.getUserId(), type, transport, changed.getDetail());
        }
    }

    private void topology(Topology now, String reason) {
        if (topology != now) {
            topology = now;
            callbacks.tell(l -> l.topologyChanged(now, reason));
        }
    }
}
