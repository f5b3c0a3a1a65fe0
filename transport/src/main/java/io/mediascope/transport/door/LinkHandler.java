package io.mediascope.transport.door;

import io.mediascope.transport.wire.v1.Envelope;

/** The node's side of one link. Called on the link's front-door loop, in order; must not block. */
public interface LinkHandler {
    /** Ping, Pong and length limits are dealt with before. */
    void received(Envelope message);

    /** Called once. Nothing follows it. */
    void closed(LinkCloseReason reason);
}
