package io.mediascope.transport.http;

import io.netty.channel.Channel;

/** What the owner of a port decides about its HTTP connections. Called on the connection's loop. */
public interface HttpGate {
    /** Whether the connection came by TLS. */
    boolean secure();

    /** A request is complete: the connection is of use, and may stay a while longer. */
    void served(Channel channel);

    /** The connection has become a WebSocket; the pipeline's last handler writes and reads link frames as on TLS. */
    void linkOpened(Channel channel);
}
