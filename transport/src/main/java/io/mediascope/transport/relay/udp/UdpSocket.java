package io.mediascope.transport.relay.udp;

import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.mediascope.transport.web.PeerSocket;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelPromise;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import java.net.InetSocketAddress;

/**
 * One unconnected UDP socket of a loop, used on that loop only.
 *
 * <p>Writes go past the (empty) outbound pipeline to the transport, with one shared void promise. What was written leaves
 * by {@link #flush}, or earlier when {@value #MAX_PENDING} writes wait, so that a large fan-out does not pile up.
 */
public final class UdpSocket implements PeerSocket {
    private static final int MAX_PENDING = 512;

    private final SocketKind kind;
    private final Channel channel;
    private final Channel.Unsafe unsafe;
    private final ChannelPromise voidPromise;
    private final RelayCounters counters;
    private final InetSocketAddress localAddress;
    private final OutgoingDatagrams outgoing = new OutgoingDatagrams(MAX_PENDING);
    private final boolean pooled;
    private boolean segmenting;
    private int pending;

    UdpSocket(SocketKind kind, Channel channel, RelayCounters counters, boolean segmenting) {
        this.kind = kind;
        this.channel = channel;
        this.unsafe = channel.unsafe();
        this.voidPromise = channel.voidPromise();
        this.counters = counters;
        this.segmenting = segmenting;
        this.pooled =
                !(channel instanceof EpollDatagramChannel) || EpollDatagramChannel.isSegmentedDatagramPacketSupported();
        this.localAddress = (InetSocketAddress) channel.localAddress();
    }

    public SocketKind kind() {
        return kind;
    }

    public InetSocketAddress localAddress() {
        return localAddress;
    }

    /** Whether {@link #sendSegments} may be used. */
    @Override
    public boolean segmenting() {
        return segmenting;
    }

    /** Sends one datagram; takes one reference of {@code payload}, whose indices it leaves alone. False when the socket is full. */
    @Override
    public boolean send(ByteBuf payload, InetSocketAddress remote) {
        if (full()) {
            payload.release();
            return false;
        }
        unsafe.write(datagram(payload, 0, remote), voidPromise);
        pending++;
        return true;
    }

    /**
     * Sends {@code payload} as datagrams of {@code segmentLength} bytes, the last one maybe shorter, in one system call.
     * Takes one reference.
     */
    @Override
    public boolean sendSegments(ByteBuf payload, int segmentLength, InetSocketAddress remote) {
        if (full()) {
            payload.release();
            return false;
        }
        unsafe.write(datagram(payload, segmentLength, remote), voidPromise);
        pending++;
        return true;
    }

    /**
     * The same for the first segmented send of a path: should the interface towards it lack checksum offload the system
     * refuses it (EIO), and this socket sends plainly from then on.
     */
    @Override
    public boolean sendSegmentsChecked(ByteBuf payload, int segmentLength, InetSocketAddress remote) {
        if (full()) {
            payload.release();
            return false;
        }
        ChannelPromise promise = channel.newPromise();
        promise.addListener(done -> {
            if (!done.isSuccess()) {
                sendFailed();
                loseSegmentation();
            }
        });
        unsafe.write(datagram(payload, segmentLength, remote), promise);
        pending++;
        return true;
    }

    /** A kernel without segmentation would refuse the pooled ones by their type. */
    private DatagramPacket datagram(ByteBuf payload, int segmentLength, InetSocketAddress remote) {
        return pooled ? outgoing.take(payload, segmentLength, remote) : new DatagramPacket(payload, remote);
    }

    /** One system call for what was written since the last flush; nothing when that is nothing. */
    public void flush() {
        if (pending > 0) {
            pending = 0;
            unsafe.flush();
        }
    }

    public ChannelFuture close() {
        return channel.close();
    }

    void sendFailed() {
        counters.increment(RelayCounter.SEND_FAILED);
    }

    private void loseSegmentation() {
        if (segmenting && channel.isOpen()) {
            segmenting = false;
            counters.increment(RelayCounter.SEGMENTATION_LOST);
        }
    }

    private boolean full() {
        if (pending >= MAX_PENDING) {
            flush();
        }
        if (channel.isWritable()) {
            return false;
        }
        counters.increment(RelayCounter.EGRESS_FULL);
        return true;
    }
}
