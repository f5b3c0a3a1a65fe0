package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.relay.udp.UdpSocket;
import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * How a participant is reached for one media type: its UDP path or its media connection. Bindings with USE-CANDIDATE and
 * selections over the media connection carry one rising sequence; the highest decides.
 */
final class Outlet {
    private final MediaType type;
    private final UdpPath path;
    private final Turn turn;
    private @Nullable Transport transport;
    private @Nullable MediaChannel channel;
    private long sequence = -1;
    private long flushTurn;

    Outlet(MediaType type, UdpPath path, Turn turn) {
        this.type = type;
        this.path = path;
        this.turn = turn;
    }

    MediaType type() {
        return type;
    }

    UdpPath path() {
        return path;
    }

    @Nullable
    Transport transport() {
        return transport;
    }

    @Nullable
    MediaChannel channel() {
        return channel;
    }

    void channel(@Nullable MediaChannel attached) {
        channel = attached;
    }

    /** Whether a selection is newer than every one before for this media type; it is the newest then. */
    boolean advance(long candidate) {
        if (candidate <= sequence) {
            return false;
        }
        sequence = candidate;
        return true;
    }

    /** The participant has new credentials: its sequence begins anew. */
    void restartSequence() {
        sequence = -1;
        path.restartSequence();
    }

    /** Returns whether that is a change. */
    boolean select(@Nullable Transport selected) {
        if (transport == selected) {
            return false;
        }
        transport = selected;
        return true;
    }

    /** Queues one packet on the media connection, which is flushed at the end of the turn. */
    boolean offer(MediaChannel over, ByteBuf packet) {
        if (flushTurn != turn.number()) {
            flushTurn = turn.number();
            turn.flushLater(over);
        }
        return over.offer(type, packet);
    }

    /** Sends one packet on its own, with one reference of it; returns false when there is no way now or it is full. */
    boolean send(ByteBuf packet) {
        UdpSocket socket = path.socket();
        InetSocketAddress remote = path.remote();
        MediaChannel over = channel;
        if (transport == Transport.UDP_RELAY && socket != null && remote != null) {
            return socket.send(packet, remote);
        }
        if (transport == Transport.TCP && over != null) {
            return offer(over, packet);
        }
        packet.release();
        return false;
    }
}
