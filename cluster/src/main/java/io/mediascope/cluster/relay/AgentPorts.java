package io.mediascope.cluster.relay;

import akka.actor.typed.ActorRef;
import io.mediascope.cluster.metrics.NodeCounters;
import io.mediascope.cluster.settings.NodeSettings.AgentSettings;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.model.ScopeKey;
import io.mediascope.scope.relay.RelayCommand;
import io.mediascope.transport.relay.RelayEngine;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;

/**
 * What an agent needs of its node.
 *
 * @param agents the agent of another node, by its address
 * @param scopes sends to a scope's actor, wherever it runs
 * @param random spreads reports over time
 */
public record AgentPorts(
        NodeRef node,
        RelayEngine engine,
        Function<String, Optional<ActorRef<RelayCommand>>> agents,
        BiConsumer<ScopeKey, ScopeCommand> scopes,
        NodeCounters counters,
        AgentSettings settings,
        RandomGenerator random) {}
