package io.mediascope.cluster.gateway;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.session.LinkPort;
import io.mediascope.scope.session.SessionAuth;
import io.mediascope.scope.session.SessionCommand;

/** Starts a session's actor at once; safe from any thread. */
@FunctionalInterface
public interface SessionStarter {
    ActorRef<SessionCommand> start(SessionAuth auth, LinkPort link);
}
