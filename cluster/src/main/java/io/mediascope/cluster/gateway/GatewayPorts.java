package io.mediascope.cluster.gateway;

import io.mediascope.cluster.credentials.ApplicationStore;
import io.mediascope.cluster.credentials.JoinTokens;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.settings.LinkSettings;
import io.mediascope.scope.entity.JournalHealth;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.transport.relay.RelayHandle;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the gateway needs of its node.
 *
 * @param relays the relays of this node, from any thread
 */
public record GatewayPorts(
        ApplicationStore applications,
        JoinTokens tokens,
        MediaTickets tickets,
        Function<ScopeKey, Optional<RelayHandle>> relays,
        NodeCounters counters,
        JournalHealth journal,
        LinkSettings settings,
        Clock clock) {}
