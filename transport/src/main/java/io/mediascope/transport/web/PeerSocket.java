package io.mediascope.transport.web;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** A multiplexed UDP socket of the loop. Every send takes one reference of its payload and is false when the socket is full. */
public interface PeerSocket {
    boolean send(ByteBuf payload, InetSocketAddress remote);

    /** Whether segmented sends may be used. */
    boolean segmenting();

    /** Sends {@code payload} as datagrams of {@code segmentLength} bytes, the last one maybe shorter. */
    boolean sendSegments(ByteBuf payload, int segmentLength, InetSocketAddress remote);

    /** The same for the first segmented send of a path, whose failure ends {@link #segmenting}. */
    boolean sendSegmentsChecked(ByteBuf payload, int segmentLength, InetSocketAddress remote);
}
