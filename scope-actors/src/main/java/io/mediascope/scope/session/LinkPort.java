package io.mediascope.scope.session;

import io.mediascope.scope.client.ClientMessage;

/** A session's way to its client. Safe from any thread; returns at once. */
public interface LinkPort {
    void send(ClientMessage message);

    /** A one-time ticket for a media connection of this session. */
    byte[] issueMediaTicket(String sessionId);

    /** Closes after what was sent before. */
    void close();
}
