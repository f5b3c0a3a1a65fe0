package io.mediascope.cluster.web;

import akka.actor.typed.ActorRef;
import io.mediascope.scope.client.ClientMessage;
import io.mediascope.scope.session.LinkPort;

/** Where a link would be: what the session says goes to its HTTP client's actor. */
record HttpLink(ActorRef<HttpCommand> client) implements LinkPort {
    @Override
    public void send(ClientMessage message) {
        client.tell(new HttpCommand.Said(message));
    }

    /** Its media has one way only. */
    @Override
    public byte[] issueMediaTicket(String sessionId) {
        return new byte[0];
    }

    @Override
    public void close() {
        client.tell(new HttpCommand.Closed());
    }
}
