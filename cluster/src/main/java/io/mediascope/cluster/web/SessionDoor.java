package io.mediascope.cluster.web;

import akka.actor.typed.ActorRef;
import io.mediascope.cluster.credentials.JoinClaims;
import io.mediascope.scope.session.LinkPort;
import io.mediascope.scope.session.SessionCommand;
import org.jspecify.annotations.Nullable;

/** Makes sessions without a link. Any thread. */
public interface SessionDoor {
    /**
     * Starts a session for a token that was checked.
     *
     * @return null while the node starts or stops
     */
    @Nullable
    ActorRef<SessionCommand> begin(JoinClaims claims, LinkPort client);

    /** The session's client is gone. */
    void ended(ActorRef<SessionCommand> session);
}
