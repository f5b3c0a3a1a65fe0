package io.mediascope.media.routing;

import java.util.List;

/**
 * One participant as the relay sees it.
 *
 * @param sessionId unique over all scopes and time
 * @param linkEpoch rises with each link of the session
 * @param direct true while its media flows peer to peer: the relay keeps its path and routes warm
 */
public record RouteParticipant(
        String sessionId,
        String userId,
        int linkEpoch,
        StunCredentials stun,
        HopKeys rtcp,
        List<RouteStream> publishes,
        RouteSubscription subscription,
        boolean direct) {
    public RouteParticipant {
        publishes = List.copyOf(publishes);
    }
}
