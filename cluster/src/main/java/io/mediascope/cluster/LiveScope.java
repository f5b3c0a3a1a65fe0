package io.mediascope.cluster;

import io.mediascope.scope.entity.ScopeDescription;
import io.mediascope.transport.relay.RelayStatistics;
import java.util.Optional;

/**
 * A scope as it is now.
 *
 * @param statistics of its relay, when that runs on this node
 */
public record LiveScope(ScopeDescription description, Optional<RelayStatistics> statistics) {}
