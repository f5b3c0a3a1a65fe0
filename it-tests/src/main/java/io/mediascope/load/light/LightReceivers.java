package io.mediascope.load.light;

import io.mediascope.media.rtp.PacketKind;
import io.mediascope.media.rtp.RtpHeader;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Many receivers on few threads: a UDP socket each, batched reads, no media opened. The first, the middle and the last have a loop
 * to themselves and measure the delay, so that it is the relay's and not that of their own queue.
 */
public final class LightReceivers implements AutoCloseable {
    private static final int BULK_LOOPS = 2;
    private static final int SOCKET_BUFFER_BYTES = 1 << 20;
    private static final int DATAGRAM_BYTES = 2048;
    private static final int DATAGRAMS_PER_READ = 32;
    private static final long TURN_MS = 50;

    private final MultiThreadIoEventLoopGroup probes = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final MultiThreadIoEventLoopGroup bulk =
            new MultiThreadIoEventLoopGroup(BULK_LOOPS, EpollIoHandler.newFactory());
    private final List<Channel> channels = new ArrayList<>();
    private final List<LightProtocol> protocols = new ArrayList<>();
    private final LongAdder received = new LongAdder();
    private final Delays delays;

    /** @param protocolOf what receiver n (from 0) says and answers */
    public LightReceivers(int count, Delays delays, IntFunction<LightProtocol> protocolOf) {
        this.delays = delays;
        for (int i = 0; i < count; i++) {
            boolean probe = i == 0 || i == count / 2 || i == count - 1;
            LightProtocol protocol = protocolOf.apply(i);
            protocols.add(protocol);
            channels.add(open(probe ? probes : bulk, new Receiver(protocol, probe, i)));
        }
    }

    private static Channel open(MultiThreadIoEventLoopGroup group, Receiver receiver) {
        Channel channel = new Bootstrap()
                .group(group)
                .channel(EpollDatagramChannel.class)
                .option(ChannelOption.SO_RCVBUF, SOCKET_BUFFER_BYTES)
                .option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, DATAGRAM_BYTES)
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(DATAGRAM_BYTES * DATAGRAMS_PER_READ))
                .handler(receiver)
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        EventLoop loop = channel.eventLoop();
        loop.execute(() -> receiver.begin(channel));
        return channel;
    }

    public int size() {
        return channels.size();
    }

    public List<Integer> ports() {
        return channels.stream()
                .map(channel -> ((InetSocketAddress) channel.localAddress()).getPort())
                .toList();
    }

    /** Whether media can come to all of them. */
    public boolean ready() {
        return protocols.stream().allMatch(LightProtocol::ready);
    }

    /** RTP packets until now, all receivers. */
    public long received() {
        return received.sum();
    }

    @Override
    public void close() {
        channels.forEach(channel -> channel.close().syncUninterruptibly());
        probes.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        bulk.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private final class Receiver extends ChannelInboundHandlerAdapter implements LightProtocol.Output {
        private final LightProtocol protocol;
        private final boolean probe;
        private final long phaseMs;
        private @Nullable Channel channel;
        private long nowNs;
        private long batch;

        Receiver(LightProtocol protocol, boolean probe, int number) {
            this.phaseMs = number % TURN_MS;
            this.protocol = protocol;
            this.probe = probe;
        }

        void begin(Channel opened) {
            channel = opened;
            protocol.begin(this, System.nanoTime());
            if (protocol != LightProtocol.SILENT) {
                opened.eventLoop().scheduleAtFixedRate(this::turn, phaseMs, TURN_MS, TimeUnit.MILLISECONDS);
            }
        }

        private void turn() {
            if (channel != null && channel.isOpen()) {
                protocol.turn(System.nanoTime());
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            try {
                ByteBuf packet = ((DatagramPacket) message).content();
                if (batch == 0 || probe) {
                    nowNs = System.nanoTime();
                }
                take(packet);
            } finally {
                ReferenceCountUtil.release(message);
            }
        }

        private void take(ByteBuf packet) {
            if (PacketKind.of(packet, packet.readerIndex(), packet.readableBytes()) != PacketKind.RTP) {
                protocol.other(packet, nowNs);
                return;
            }
            batch++;
            if (probe) {
                delays.arrived(RtpHeader.sequenceNumber(packet, packet.readerIndex()), nowNs);
            }
            protocol.media(packet, nowNs);
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            received.add(batch);
            batch = 0;
        }

        @Override
        public void send(byte[] packet, int lengthBytes, InetSocketAddress to) {
            Channel open = channel;
            if (open != null) {
                ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(lengthBytes);
                open.writeAndFlush(new DatagramPacket(bytes.writeBytes(packet, 0, lengthBytes), to));
            }
        }
    }
}
