package io.mediascope.scope.account;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.model.ScopeSerializable;

/** What a scope asks of its application's account. */
public sealed interface AccountCommand extends ScopeSerializable {
    /**
     * Asks for seats.
     *
     * @param needed what the scope must hold at least for its participants
     * @param limit seats of the application in all scopes
     */
    record Borrow(String scopeId, int needed, int limit, ActorRef<AccountReply> replyTo) implements AccountCommand {}

    /** Gives everything back. */
    record GiveBack(String scopeId) implements AccountCommand {}

    /** Nobody has asked for a while. */
    record Sleep() implements AccountCommand {}

    /** The stop message of passivation. */
    record Stop() implements AccountCommand {}
}
