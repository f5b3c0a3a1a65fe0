package io.mediascope.media.routing;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One participant as the relay sees it.
 *
 * @param sessionId unique over all scopes and time
 * @param linkEpoch rises with each link of the session
 * @param direct true while its media flows peer to peer: the relay keeps its path and routes warm
 * @param web true when its media travels through WebRTC peer connections. What it publishes is then sealed by the relay, under the
 *     SSRCs and keys of {@code publishes}, for all native receivers
 * @param pipe set for the one that stands for the scope's relay on another node: it gets every layer of every stream that arrived here
 *     from its publisher, and may bring the streams of all others
 */
public record RouteParticipant(
        String sessionId,
        String userId,
        int linkEpoch,
        StunCredentials stun,
        HopKeys rtcp,
        List<RouteStream> publishes,
        RouteSubscription subscription,
        boolean direct,
        boolean web,
        @Nullable PipeRoute pipe) {
    public RouteParticipant {
        publishes = List.copyOf(publishes);
    }
}
