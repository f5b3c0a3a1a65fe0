package io.mediascope.scope.entity;

import io.mediascope.media.routing.RouteParticipant;

/** How one of two relays that are joined by a pipe sees the scope, while its participants move from one to the other. */
interface PipeEnd {
    /** Whether this participant's own path is here; the media of all others comes through the pipe. */
    boolean here(Participant p);

    /** The participant with the link that it has here. */
    Participant seen(Participant p);

    /** The other relay. */
    RouteParticipant far();
}
