package io.mediascope.transport.door;

import io.mediascope.transport.tls.TlsIdentity;
import io.netty.channel.Channel;

/** The node's TCP port: management links, media connections, and what {@link DoorExtensions} serve. */
public final class FrontDoor implements AutoCloseable {
    private final int port;
    private final DoorCounters counters = new DoorCounters();

    private FrontDoor(int port) {
        this.port = port;
    }

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
        return new FrontDoor(settings.port());
    }

    /** The port that clients connect to. */
    public int port() {
        return port;
    }

    public DoorCounters counters() {
        return counters;
    }

    /** To be called by an extension's handler, on the channel's loop: the connection is authenticated. */
    public static void admit(Channel channel) {}

    /**
     * Closes the port, then every connection after what was queued for it, at most the close grace later; returns when
     * the loops have stopped. Each link's handler has been told by then.
     */
    @Override
    public void close() {}
}
