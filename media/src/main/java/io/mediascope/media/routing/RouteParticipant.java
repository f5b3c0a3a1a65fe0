package io.mediascope.media.routing;

import java.util.List;

/**
 * One participant as the relay sees it.
 *
 * @param sessionId unique over all scopes and time
 * @param linkEpoch rises with each link of the session
 * @param direct true while its media flows peer to peer: the relay keeps its path and routes warm
 * @param web true when its media travels through WebRTC peer connections. What it publishes is then sealed by the relay, under the
 *     SSRCs and keys of {@code publishes}, for all native receivers
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
        boolean web) {
    public RouteParticipant {
        publishes = List.copyOf(publishes);
    }
}
