package io.mediascope.scope.account;

import akka.actor.typed.ActorSystem;
import java.time.Clock;
import java.time.Duration;

/** The sharded actor that lends an application's seats to its scopes, never more than there are. */
public final class ApplicationAccount {
    private ApplicationAccount() {}

    /**
     * Starts the shard region.
     *
     * @param loanTime how long lent seats stay with a scope that does not renew them
     * @param maxBlock the most seats lent at once beyond what a scope needs
     */
    public static Accounts init(ActorSystem<?> system, Clock clock, Duration loanTime, int maxBlock) {
        return (application, command) -> {};
    }
}
