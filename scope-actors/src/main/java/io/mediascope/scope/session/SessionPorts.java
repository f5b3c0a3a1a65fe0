package io.mediascope.scope.session;

import akka.actor.typed.ActorRef;
import akka.actor.typed.RecipientRef;
import io.mediascope.scope.entity.ScopeCommand;
import io.mediascope.scope.entity.ScopeSettings;
import io.mediascope.scope.model.NodeRef;
import io.mediascope.scope.relay.RelayCommand;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What a session needs of its node.
 *
 * @param scope the sharded entity
 * @param agent the relay agent of this node
 * @param random cryptographically strong outside of tests
 */
public record SessionPorts(
        RecipientRef<ScopeCommand> scope,
        ActorRef<RelayCommand> agent,
        NodeRef node,
        Clock clock,
        RandomGenerator random,
        ScopeSettings settings) {}
