package io.mediascope.transport.relay.udp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Proves at start that a segmented send (UDP_SEGMENT) from a local address really arrives as separate datagrams. Where a
 * remote network refuses what the local one takes, {@link UdpSocket#sendSegmentsChecked} finds out.
 */
public final class SegmentationCheck {
    private static final int SEGMENT = 100;
    private static final List<Integer> EXPECTED = List.of(SEGMENT, SEGMENT, 40);
    private static final long WAIT_MS = 2_000;

    private SegmentationCheck() {}

    /** Blocks until it is known, at most 2 s: a busy machine takes its time. Not to be called on a loop. */
    public static boolean works(UdpTransport transport, EventLoop loop, InetAddress address) {
        if (!transport.epoll() || !EpollDatagramChannel.isSegmentedDatagramPacketSupported()) {
            return false;
        }
        ChannelFuture bound = transport.bootstrap(loop, address, 0).bind(new InetSocketAddress(address, 0));
        if (!bound.awaitUninterruptibly().isSuccess()) {
            return false;
        }
        Channel channel = bound.channel();
        try {
            return arrives(channel, address);
        } finally {
            channel.close().awaitUninterruptibly();
        }
    }

    private static boolean arrives(Channel channel, InetAddress address) {
        Receiver receiver = new Receiver();
        channel.pipeline().addLast(receiver);
        channel.config().setAutoRead(true);
        InetAddress target = address.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : address;
        int port = ((InetSocketAddress) channel.localAddress()).getPort();
        ByteBuf payload = Unpooled.directBuffer().writeZero(2 * SEGMENT + 40);
        channel.writeAndFlush(new SegmentedDatagramPacket(payload, SEGMENT, new InetSocketAddress(target, port)))
                .addListener(sent -> {
                    if (!sent.isSuccess()) {
                        receiver.refused();
                    }
                });
        return receiver.gotAll();
    }

    private static final class Receiver extends SimpleChannelInboundHandler<DatagramPacket> {
        private final List<Integer> lengths = new CopyOnWriteArrayList<>();
        private final CountDownLatch all = new CountDownLatch(EXPECTED.size());

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, DatagramPacket packet) {
            lengths.add(packet.content().readableBytes());
            all.countDown();
        }

        /** Nothing will come. */
        void refused() {
            while (all.getCount() > 0) {
                all.countDown();
            }
        }

        boolean gotAll() {
            try {
                return all.await(WAIT_MS, TimeUnit.MILLISECONDS) && lengths.equals(EXPECTED);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
            }
        }
    }
}
