package io.mediascope.transport.web;

import io.netty.buffer.ByteBuf;
import java.net.InetSocketAddress;

/** A peer's UDP address, as one of the loop's sockets sees it. */
final class UdpPeerPath implements PeerPath {
    /** While packets under the peer's keys come from an address, no other peer can claim it. */
    private static final long HELD_NS = 3_000_000_000L;

    private final PeerConnection owner;
    private final PeerSocket socket;
    private final InetSocketAddress remote;
    private final PeerTable table;
    private boolean segmentsTried;
    private boolean heard;
    private long heardNs;

    UdpPeerPath(PeerConnection owner, PeerSocket socket, InetSocketAddress remote, PeerTable table) {
        this.owner = owner;
        this.socket = socket;
        this.remote = remote;
        this.table = table;
    }

    PeerConnection owner() {
        return owner;
    }

    boolean isOf(PeerConnection connection, PeerSocket through) {
        return owner == connection && socket == through;
    }

    /** A packet under the peer's keys came from here. */
    void heard(long nowNs) {
        heard = true;
        heardNs = nowNs;
    }

    boolean held(long nowNs) {
        return heard && nowNs - heardNs < HELD_NS;
    }

    @Override
    public boolean tcp() {
        return false;
    }

    @Override
    public InetSocketAddress remote() {
        return remote;
    }

    @Override
    public boolean send(ByteBuf payload, int segmentLength, int count) {
        if (count == 1) {
            return socket.send(payload, remote);
        }
        if (!socket.segmenting()) {
            return sendSingly(payload, segmentLength, count);
        }
        if (segmentsTried) {
            return socket.sendSegments(payload, segmentLength, remote);
        }
        segmentsTried = true;
        return socket.sendSegmentsChecked(payload, segmentLength, remote);
    }

    private boolean sendSingly(ByteBuf payload, int segmentLength, int count) {
        boolean sent = true;
        for (int i = 0; i < count; i++) {
            int length = Math.min(segmentLength, payload.readableBytes());
            sent &= socket.send(payload.readRetainedSlice(length), remote);
        }
        payload.release();
        return sent;
    }

    @Override
    public boolean behind() {
        return false;
    }

    @Override
    public void drop() {
        table.forget(this);
    }
}
