package io.mediascope.sdk.path;

import io.mediascope.media.rtp.RtpHeader;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetSocketAddress;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One unconnected UDP socket. Packets of one frame leave as one segmented datagram where the system can do that (Linux,
 * epoll), else as single ones behind one flush.
 */
public final class UdpSocket {
    /** Takes what arrives; the array is reused. */
    public interface Receiver {
        void datagram(byte[] buf, int length, InetSocketAddress from);
    }

    private static final int MAX_DATAGRAM = 2048;
    private static final int MAX_SEGMENTS = 16;
    private static final int MAX_SEGMENTED_BYTES = 20_000;
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;

    private final PacketGate gate;
    private final Predicate<InetSocketAddress> isNode;
    private final Receiver receiver;
    private final byte[] scratch = new byte[MAX_DATAGRAM];
    private final SegmentTrial trial;
    private @Nullable Channel channel;
    private boolean closed;
    private long failures;

    private UdpSocket(boolean epoll, PacketGate gate, Predicate<InetSocketAddress> isNode, Receiver receiver) {
        this.gate = gate;
        this.isNode = isNode;
        this.receiver = receiver;
        this.trial = new SegmentTrial(epoll && EpollDatagramChannel.isSegmentedDatagramPacketSupported());
    }

    /** Opens a socket on any free port; it sends and receives once it is bound. */
    public static UdpSocket open(
            EventLoop loop, boolean epoll, PacketGate gate, Predicate<InetSocketAddress> isNode, Receiver receiver) {
        UdpSocket socket = new UdpSocket(epoll, gate, isNode, receiver);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(epoll ? EpollDatagramChannel.class : NioDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(ChannelOption.SO_SNDBUF, SOCKET_BUFFER_BYTES)
                .handler(socket.new Inbound());
        if (epoll) {
            bootstrap
                    .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM)
                    .option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM * 16));
        } else {
            bootstrap.option(ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(MAX_DATAGRAM));
        }
        bootstrap.bind(new InetSocketAddress(0)).addListener((ChannelFutureListener)
                future -> socket.bound(future.channel(), future.isSuccess()));
        return socket;
    }

    private void bound(Channel newChannel, boolean success) {
        if (!success) {
            failures++;
        } else if (closed) {
            newChannel.close();
        } else {
            channel = newChannel;
        }
    }

    /** 0 while not bound. */
    public int localPort() {
        return channel != null && channel.localAddress() instanceof InetSocketAddress local ? local.getPort() : 0;
    }

    /** How often the system refused to send or bind. */
    public long failures() {
        return failures;
    }

    /** Sends a copy of one datagram at once. */
    public void send(byte[] buf, int length, InetSocketAddress to, boolean direct) {
        if (channel == null || !gate.mayLeave(direct)) {
            return;
        }
        ByteBuf data = channel.alloc().directBuffer(length, length).writeBytes(buf, 0, length);
        channel.writeAndFlush(new DatagramPacket(data, to), channel.voidPromise());
    }

    /** The other end received this packet. */
    public void confirmed(int ssrc, int seq) {
        trial.confirmed(ssrc, seq);
    }

    /** What is sent goes another way from now on. */
    public void wayChanged() {
        trial.restart();
    }

    /** Sends a batch; {@code packets} keeps its indexes and its owner. */
    public void send(ByteBuf packets, PacketBatch batch, InetSocketAddress to, boolean direct, long nowNs) {
        if (channel == null) {
            return;
        }
        int index = packets.readerIndex();
        for (int first = 0; first < batch.count(); ) {
            int n = batch.count() > 1 && gate.isOpen() && trial.allows(nowNs)
                    ? batch.segments(first, MAX_SEGMENTS, MAX_SEGMENTED_BYTES)
                    : 1;
            int bytes = batch.bytes(first, n);
            if (n > 1) {
                if (trial.wantsToKnow()) {
                    trial.sent(RtpHeader.ssrc(packets, index), RtpHeader.sequenceNumber(packets, index), n, nowNs);
                }
                channel.write(
                        new SegmentedDatagramPacket(packets.retainedSlice(index, bytes), batch.length(first), to),
                        channel.voidPromise());
            } else if (gate.mayLeave(direct)) {
                channel.write(new DatagramPacket(packets.retainedSlice(index, bytes), to), channel.voidPromise());
            }
            index += bytes;
            first += n;
        }
        channel.flush();
    }

    public void close() {
        closed = true;
        if (channel != null) {
            channel.close();
        }
    }

    private final class Inbound extends SimpleChannelInboundHandler<DatagramPacket> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            ByteBuf content = packet.content();
            int length = content.readableBytes();
            InetSocketAddress from = packet.sender();
            if (closed || length == 0 || length > MAX_DATAGRAM || !gate.mayEnter(!isNode.test(from))) {
                return;
            }
            content.getBytes(content.readerIndex(), scratch, 0, length);
            receiver.datagram(scratch, length, from);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // Where the system cannot segment, single datagrams do; what was lost is asked for again.
            failures++;
            trial.refused();
        }
    }
}
