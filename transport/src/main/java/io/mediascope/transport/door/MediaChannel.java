package io.mediascope.transport.door;

import io.mediascope.media.model.MediaType;
import io.netty.buffer.ByteBuf;

/**
 * A media connection (TLS) as a relay's loop sees it: a bounded queue to the front-door loop that owns the socket.
 *
 * <p>{@link #offer}, {@link #flush} and {@link #behind} are called on the relay's loop only, {@link #close} on any thread.
 */
public interface MediaChannel {
    /**
     * Queues one packet, byte for byte what a datagram would carry. Takes ownership.
     *
     * @return false when the queue is full; the packet is released and counted
     */
    boolean offer(MediaType type, ByteBuf packet);

    /** Wakes the front-door loop once for everything offered since the last flush. */
    void flush();

    /** True while the socket does not take what was queued: video is then dropped by whole frames, audio kept. */
    boolean behind();

    void close();
}
