package io.mediascope.scope.relay;

import io.mediascope.scope.model.ClientPlace;
import io.mediascope.scope.model.HostPort;
import io.mediascope.scope.model.ScopeKey;
import java.util.List;
import java.util.Set;

/**
 * A relay wants a node.
 *
 * @param askedNode address of the node that the first client is connected to or asked; where the client is, when it does not say
 * @param excluded addresses that refused or are suspected
 * @param avoided links that a client could not reach: taken only when there is nothing else
 * @param rehoming whether the relay was lost elsewhere; such requests come in floods and are capped
 */
public record PlaceRequest(
        ScopeKey scope,
        String askedNode,
        ClientPlace client,
        Set<String> excluded,
        List<HostPort> avoided,
        boolean rehoming) {
    public PlaceRequest {
        excluded = Set.copyOf(excluded);
        avoided = List.copyOf(avoided);
    }
}
