package io.mediascope.transport.relay;

import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.relay.udp.SocketKind;
import io.mediascope.transport.relay.udp.UdpSocket;
import io.mediascope.transport.web.PeerConnection;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One turn of a loop: from the first packet of a read batch, a timer tick or a task to its end. The clock is read once, and
 * everything that was written leaves at the end.
 */
final class Turn {
    private final LongSupplier clock;
    private final EgressShard shard;
    private final List<UdpSocket> sockets = new ArrayList<>();
    private final ArrayList<UpTrack> filled = new ArrayList<>();
    private final ArrayList<MediaChannel> channels = new ArrayList<>();
    private final ArrayList<PeerConnection> peers = new ArrayList<>();
    private boolean open;
    private long number;
    private long nowNs;

    Turn(LongSupplier clock, EgressShard shard) {
        this.clock = clock;
        this.shard = shard;
    }

    void addSocket(UdpSocket socket) {
        sockets.add(socket);
    }

    /** A socket of this loop from which {@code remote} can be sent to; null without one. */
    @Nullable
    UdpSocket socket(SocketKind kind, InetSocketAddress remote) {
        Class<?> family = remote.getAddress().getClass();
        for (UdpSocket socket : sockets) {
            if (socket.kind() == kind && socket.localAddress().getAddress().getClass() == family) {
                return socket;
            }
        }
        return null;
    }

    /** Time of this turn; reads the clock when the turn begins with this call. */
    long begin() {
        if (!open) {
            open = true;
            number++;
            nowNs = clock.getAsLong();
        }
        return nowNs;
    }

    /** Time of the turn that is under way or was last. */
    long lastNs() {
        return nowNs;
    }

    EgressShard shard() {
        return shard;
    }

    /** The track holds a batch that is not offered yet. */
    void offerLater(UpTrack track) {
        filled.add(track);
    }

    /** Rises with each turn. */
    long number() {
        return number;
    }

    /** To be called once for each channel and turn. */
    void flushLater(MediaChannel channel) {
        channels.add(channel);
    }

    /** To be called once for each peer connection and turn. */
    void flushLater(PeerConnection connection) {
        peers.add(connection);
    }

    void end() {
        if (!open) {
            return;
        }
        open = false;
        try {
            for (int i = 0; i < filled.size(); i++) {
                filled.get(i).offerBatch(shard);
            }
            shard.flush(nowNs);
            while (!peers.isEmpty()) {
                // What was not reached by a fault before it is flushed in the next turn.
                peers.remove(peers.size() - 1).flush();
            }
            for (int i = 0; i < sockets.size(); i++) {
                sockets.get(i).flush();
            }
            for (int i = 0; i < channels.size(); i++) {
                channels.get(i).flush();
            }
        } finally {
            // What failed is not tried again in the next turn, and the lists do not grow.
            filled.clear();
            channels.clear();
        }
    }
}
