package io.mediascope.scope.entity;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Topology;
import io.mediascope.media.model.Transport;
import io.mediascope.scope.journal.WantedMedia;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.LeaveReason;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the actor knows of a participant's present link and the journal does not (yet). Forgotten with the actor. */
final class LiveLink {
    private final int epoch;
    private final Instant since;
    private boolean ready;
    private @Nullable Instant lostAt;
    private @Nullable Instant lastSeenAt;
    private @Nullable Instant heldAt;
    private LeaveReason lostReason = LeaveReason.LINK_LOST;
    private WantedMedia wanted;
    private @Nullable Transport audio;
    private @Nullable Transport video;
    private String audioDetail;
    private String videoDetail;
    private @Nullable HostPort mux;
    private Set<String> muted = Set.of();
    private final boolean wasDirect;

    LiveLink(Participant p) {
        epoch = p.link().epoch();
        since = p.linkedAt();
        wanted = p.wanted();
        wasDirect = p.audio() == Transport.UDP_P2P;
        audio = relayed(p.audio());
        video = relayed(p.video());
        audioDetail = p.audioDetail();
        videoDetail = p.videoDetail();
    }

    /** A direct path is the scope's doing; beneath it the relay's UDP path is kept warm. */
    private static @Nullable Transport relayed(@Nullable Transport t) {
        return t == Transport.UDP_P2P ? Transport.UDP_RELAY : t;
    }

    int epoch() {
        return epoch;
    }

    /** Whether the client gets deliveries: it was, or is being, welcomed. */
    boolean ready() {
        return ready && alive();
    }

    boolean alive() {
        return lostAt == null;
    }

    /** Too young to be missed by an agent's report. */
    boolean fresh(Instant now, Duration grace) {
        return !ready && since.plus(grace).isAfter(now);
    }

    /** @param seen null when nobody is left who could say: then it is when an agent last held the link, if one ever did */
    void lost(Instant now, @Nullable Instant seen, LeaveReason reason) {
        if (lostAt == null) {
            lostAt = now;
            lastSeenAt = seen == null ? heldAt : seen;
            lostReason = reason;
        }
    }

    /** The session says so itself, or an agent holds this very link after all. */
    void found(Instant now) {
        heldAt = now;
        if (lostReason == LeaveReason.NODE_LOST) {
            lostAt = null;
            lastSeenAt = null;
            lostReason = LeaveReason.LINK_LOST;
        }
        ready = true;
    }

    @Nullable
    Instant lostAt() {
        return lostAt;
    }

    /** Null when it is not known, which is so for who was lost together with the node. */
    @Nullable
    Instant lastSeenAt(Instant now) {
        return lostAt == null ? now : lastSeenAt;
    }

    LeaveReason lostReason() {
        return lostReason;
    }

    WantedMedia wanted() {
        return wanted;
    }

    void want(WantedMedia next) {
        wanted = next;
    }

    @Nullable
    Transport transport(MediaType type) {
        return type == MediaType.AUDIO ? audio : video;
    }

    /** As others see it under {@code topology}. */
    @Nullable
    Transport transport(MediaType type, Topology topology) {
        return topology == Topology.PEER_TO_PEER ? Transport.UDP_P2P : transport(type);
    }

    String detail(MediaType type) {
        return type == MediaType.AUDIO ? audioDetail : videoDetail;
    }

    /** False when nothing is new. */
    boolean travels(MediaType type, @Nullable Transport transport, String detail) {
        if (transport == transport(type) && detail.equals(detail(type))) {
            return false;
        }
        if (type == MediaType.AUDIO) {
            audio = transport;
            audioDetail = detail;
        } else {
            video = transport;
            videoDetail = detail;
        }
        return true;
    }

    @Nullable
    HostPort mux() {
        return mux;
    }

    /** Whether its multiplexed socket can be reached, as far as anyone knows. */
    boolean reachable() {
        return mux != null || wasDirect;
    }

    /** The participant's tracks that are muted now. */
    Set<String> muted() {
        return muted;
    }

    void mute(Set<String> trackIds) {
        muted = Set.copyOf(trackIds);
    }

    void muxProved(HostPort remote) {
        mux = remote;
    }

    boolean onUdp() {
        return audio == Transport.UDP_RELAY && video == Transport.UDP_RELAY;
    }
}
