package io.mediascope.transport.web;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** One way to a peer that an authenticated Binding has proved: a UDP address or an ICE-TCP connection. On the loop. */
interface PeerPath {
    boolean tcp();

    InetSocketAddress remote();

    /**
     * Sends {@code count} packets that lie one behind the other, all of {@code segmentLength} bytes but for the last, which
     * may be shorter; over TCP each behind its frame header. Takes one reference; false when not everything was taken.
     */
    boolean send(ByteBuf payload, int segmentLength, int count);

    /** Whether more waits than should, so that video ought to be left out. */
    boolean behind();

    /** The peer connection does not use it any more. */
    void drop();
}
