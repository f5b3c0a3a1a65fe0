package io.mediascope.transport.http;

import io.netty.channel.Channel;

/** What the owner of a port decides about its HTTP connections. Called on the connection's loop. */
public interface HttpGate {
    /** Whether the connection came by TLS. */
    boolean secure();

    HttpLimits limits();

    /** A request is complete: the connection is of use, and may stay a while longer. */
    void served(Channel channel);

    /** The answer is out and no other request waits. */
    void answered(Channel channel);

    /** The connection is about to be closed for taking too long over a request. */
    void tooSlow();

    /** The connection is about to be closed because too many requests wait behind one another. */
    void tooMany();

    /** The connection has become a WebSocket; the pipeline's last handler writes and reads link frames as on TLS. */
    void linkOpened(Channel channel);
}
