package io.mediascope.transport.door;

import io.mediascope.transport.tls.TlsIdentity;
import io.netty.channel.Channel;

/** The node's TCP port: management links, media connections, and what {@link DoorExtensions} serve. */
public final class FrontDoor implements AutoCloseable {
    private FrontDoor() {}

    /** As the other one, without extensions. */
    public static FrontDoor start(FrontDoorSettings settings, TlsIdentity identity, DoorHandlers handlers) {
        return start(settings, identity, handlers, DoorExtensions.none());
    }

    /**
     * Listens.
     *
     * @throws FrontDoorException with a text for a person when the port cannot be had
     */
    public static FrontDoor start(
            FrontDoorSettings settings, TlsIdentity identity, DoorHandlers handlers, DoorExtensions extensions) {
        throw new UnsupportedOperationException();
    }

    /** The port that clients connect to. */
    public int port() {
        throw new UnsupportedOperationException();
    }

    public DoorCounters counters() {
        throw new UnsupportedOperationException();
    }

    /** To be called by an extension's handler, on the channel's loop: the connection is authenticated. */
    public static void admit(Channel channel) {
        throw new UnsupportedOperationException();
    }

    /**
     * Closes the port, then every connection after what was queued for it, at most the close grace later; returns when
     * the loops have stopped. Each link's handler has been told by then.
     */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
