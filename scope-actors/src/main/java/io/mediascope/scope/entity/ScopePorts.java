package io.mediascope.scope.entity;

import io.mediascope.scope.account.Accounts;
import io.mediascope.scope.relay.RelayDirectory;
import java.time.Clock;
import java.util.random.RandomGenerator;

/**
 * What a scope needs of its node.
 *
 * @param random cryptographically strong outside of tests
 */
public record ScopePorts(
        RelayDirectory relays,
        JournalHealth journal,
        Accounts accounts,
        Clock clock,
        RandomGenerator random,
        ScopeSettings settings) {}
