package io.mediascope.scope.session;

import akka.actor.typed.Behavior;
import akka.actor.typed.javadsl.Behaviors;

/** One management link's actor; ends when its link has ended and the scope knows it. */
public final class ParticipantSession {
    private ParticipantSession() {}

    /**
     * @param auth from the token, which was checked before
     * @param link the way to the client; closed by this actor
     */
    public static Behavior<SessionCommand> create(SessionAuth auth, LinkPort link, SessionPorts ports) {
        return Behaviors.ignore();
    }
}
