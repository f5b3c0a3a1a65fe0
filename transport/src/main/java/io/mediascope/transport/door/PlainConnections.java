package io.mediascope.transport.door;

import io.netty.channel.Channel;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The HTTP connections without TLS, within a limit: above it, who has been idle longest is closed, the new one when all others are
 * busy. Safe from any thread: it is locked for each request, never for a packet.
 */
final class PlainConnections {
    private final int limit;
    private final DoorCounters counters;
    private final Set<Channel> all = new HashSet<>();
    private final Set<Channel> idle = new LinkedHashSet<>();

    PlainConnections(int limit, DoorCounters counters) {
        this.limit = limit;
        this.counters = counters;
    }

    void opened(Channel channel) {
        counters.increment(DoorCounter.HTTP_PLAIN);
        Channel oldest = add(channel);
        channel.closeFuture().addListener(closed -> left(channel));
        if (oldest != null) {
            left(oldest);
            counters.increment(DoorCounter.HTTP_PLAIN_EVICTED);
            oldest.close();
        }
    }

    private synchronized @Nullable Channel add(Channel channel) {
        all.add(channel);
        idle.add(channel);
        return all.size() > limit ? idle.iterator().next() : null;
    }

    /** A request is being served. */
    synchronized void busy(Channel channel) {
        idle.remove(channel);
    }

    synchronized void idle(Channel channel) {
        if (all.contains(channel)) {
            idle.add(channel);
        }
    }

    /** It has closed, or has become something else. */
    void left(Channel channel) {
        if (remove(channel)) {
            counters.decrement(DoorCounter.HTTP_PLAIN);
        }
    }

    private synchronized boolean remove(Channel channel) {
        idle.remove(channel);
        return all.remove(channel);
    }
}
