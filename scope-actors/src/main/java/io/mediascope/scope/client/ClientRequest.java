package io.mediascope.scope.client;

import io.mediascope.media.model.LayerName;
import io.mediascope.media.routing.RouteSubscription;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.scope.model.ClientKind;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.TrackOffer;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a client asks of its node. Never leaves the media home, so it needs no serializer. */
public sealed interface ClientRequest {
    /**
     * The first message; its token was checked by the node before the session saw it.
     *
     * @param moves the client still has its link to the node that the scope leaves
     */
    record Authenticate(
            ClientKind clientKind,
            String clientVersion,
            String joinId,
            List<TrackOffer> tracks,
            RouteSubscription subscription,
            byte @Nullable [] resumeTicket,
            boolean moves)
            implements ClientRequest {}

    record Publish(List<TrackOffer> tracks) implements ClientRequest {}

    record Unpublish(List<String> trackIds) implements ClientRequest {}

    record Subscribe(RouteSubscription subscription) implements ClientRequest {}

    record ChooseLayer(TrackKey track, LayerName layer, boolean paused) implements ClientRequest {}

    /** An own track is muted, or no longer. */
    record Mute(String trackId, boolean muted) implements ClientRequest {}

    /** A message to one user, or to all others when {@code toUser} is empty. */
    record SendData(String toUser, String topic, byte[] payload) implements ClientRequest {}

    record ReportQuality(int intervalMs, List<StreamQuality> streams) implements ClientRequest {}

    record MediaTicketWanted() implements ClientRequest {}

    record P2pReport(long attempt, P2pOutcome outcome) implements ClientRequest {}

    /** The client leaves. */
    record Goodbye(String reason) implements ClientRequest {}

    /** What a client measured on one stream since its last report. */
    record StreamQuality(
            int ssrc,
            long packetsReceived,
            long packetsLost,
            long bytesReceived,
            int jitterUs,
            int roundTripUs,
            int framesDecoded,
            int freezes) {}

    /** What became of a direct path. */
    sealed interface P2pOutcome {
        record Candidates(List<HostPort> candidates) implements P2pOutcome {}

        record Established(String remote, int roundTripUs) implements P2pOutcome {}

        record Failed(String reason) implements P2pOutcome {}

        record RelayCarries() implements P2pOutcome {}
    }
}
