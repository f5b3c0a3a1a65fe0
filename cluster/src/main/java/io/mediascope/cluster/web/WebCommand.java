package io.mediascope.cluster.web;

import io.mediascope.media.webrtc.PeerRole;
import io.mediascope.media.webrtc.WantedTrack;
import io.mediascope.scope.model.TrackInfo;
import java.util.List;

/** What a {@link WebSession} understands. Never leaves its node. */
public sealed interface WebCommand {
    /** The session has a link, its first one or a newer one. */
    record Attached(WebClient client, List<TrackInfo> ownTracks) implements WebCommand {}

    /** The link is over; ignored when a newer one is there. */
    record Detached(WebClient client) implements WebCommand {}

    /** The participant has left, or was made to. */
    record Left() implements WebCommand {}

    /** Tracks of the session that the scope has accepted. */
    record Published(List<TrackInfo> tracks) implements WebCommand {}

    /** The client offers what it publishes. */
    record Offer(long requestId, long revision, String sdp, List<WebTrack> sections) implements WebCommand {}

    /** The client answers what the node has offered. */
    record ClientAnswer(long requestId, long revision, String sdp) implements WebCommand {}

    /** The client wants ICE restarted on what it receives. */
    record RestartWanted(long requestId) implements WebCommand {}

    /** What a peer connection tells; {@code number} tells it from an earlier one of the same role. */
    sealed interface FromPeer extends WebCommand {
        PeerRole role();

        int number();
    }

    record PeerConnected(PeerRole role, int number, boolean tcp) implements FromPeer {}

    record PeerSilent(PeerRole role, int number) implements FromPeer {}

    record PeerFailed(PeerRole role, int number, String reason) implements FromPeer {}

    record Wanted(PeerRole role, int number, List<WantedTrack> tracks) implements FromPeer {}

    /** It is time for an offer. */
    record OfferDue() implements WebCommand {}

    /** It is time to try UDP again. */
    record ReturnDue(PeerRole role) implements WebCommand {}

    /** It is time for a new connection in the place of one that failed. */
    record ReopenDue() implements WebCommand {}

    /** Nobody came back. */
    record Expired() implements WebCommand {}
}
