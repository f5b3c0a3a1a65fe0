package io.mediascope.transport.relay;

import io.mediascope.transport.relay.udp.SocketKind;
import io.mediascope.transport.relay.udp.UdpSocket;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Where a participant was proved to be, for one kind of socket. Only an authenticated, new Binding moves it. */
final class UdpPath {
    private final SocketKind kind;
    private @Nullable UdpSocket socket;
    private @Nullable InetSocketAddress remote;
    private long sequence = -1;
    private long seenNs;
    private boolean segmentsTried;

    UdpPath(SocketKind kind) {
        this.kind = kind;
    }

    SocketKind kind() {
        return kind;
    }

    @Nullable
    UdpSocket socket() {
        return socket;
    }

    @Nullable
    InetSocketAddress remote() {
        return remote;
    }

    boolean isFrom(InetSocketAddress sender) {
        return sender.equals(remote);
    }

    /** Whether a Binding's sequence is new here; it is the newest then. */
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
    }

    void seen(long nowNs) {
        seenNs = nowNs;
    }

    long seenNs() {
        return seenNs;
    }

    /** Returns whether the path was elsewhere before. */
    boolean prove(UdpSocket provedSocket, InetSocketAddress provedRemote, long nowNs) {
        seenNs = nowNs;
        if (provedSocket == socket && provedRemote.equals(remote)) {
            return false;
        }
        socket = provedSocket;
        remote = provedRemote;
        segmentsTried = false;
        return true;
    }

    void forget() {
        socket = null;
        remote = null;
    }

    /** Sends every packet of the batch in as few datagram sends as the socket allows; returns how many it took. */
    int send(PacketBatch batch) {
        UdpSocket out = socket;
        InetSocketAddress to = remote;
        if (out == null || to == null) {
            return 0;
        }
        if (batch.count() == 1) {
            return out.send(batch.payload().retain(), to) ? 1 : 0;
        }
        if (out.segmenting()) {
            return sendSegments(out, to, batch) ? 1 : 0;
        }
        int sends = 0;
        for (int i = 0; i < batch.count(); i++) {
            sends += out.send(batch.packet(i).retain(), to) ? 1 : 0;
        }
        return sends;
    }

    private boolean sendSegments(UdpSocket out, InetSocketAddress to, PacketBatch batch) {
        if (segmentsTried) {
            return out.sendSegments(batch.payload().retain(), batch.segmentLength(), to);
        }
        segmentsTried = true;
        return out.sendSegmentsChecked(batch.payload().retain(), batch.segmentLength(), to);
    }
}
