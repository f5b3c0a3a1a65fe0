package io.mediascope.load.light;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.socket.DatagramPacket;
import io.netty.channel.unix.SegmentedDatagramPacket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends bursts of packets at a steady pace from a loop of its own, as the SDK does frame by frame: a burst is sealed, then leaves as
 * one segmented send (UDP_SEGMENT).
 */
public final class Bursts implements AutoCloseable {
    private static final int MAX_PACKET_BYTES = 1500;
    private static final int MAX_PACKETS = 40;
    private static final long TURN_NS = 50_000_000L;
    private static final int CLOCK_RATE = 90_000;

    private final PacketSource source;
    private final Delays delays;
    private final MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
    private final Channel channel;
    private final AtomicLong sent = new AtomicLong();
    private final byte[] packet = new byte[MAX_PACKET_BYTES];
    private int packetsPerBurst;
    private long intervalNs = TURN_NS;
    private int paces;
    private long nextNs;
    private int nextNumber;
    private long turnedNs;

    public Bursts(PacketSource source, Delays delays) {
        this.source = source;
        this.delays = delays;
        channel = new Bootstrap()
                .group(group)
                .channel(EpollDatagramChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .syncUninterruptibly()
                .channel();
        pace(0, 1);
    }

    /** From now on; none at all while {@code packets} is 0. Any thread. */
    public void pace(int packets, double burstsPerSecond) {
        if (packets < 0 || packets > MAX_PACKETS) {
            throw new IllegalArgumentException("a burst has 0 to " + MAX_PACKETS + " packets, not " + packets);
        }
        channel.eventLoop().execute(() -> {
            packetsPerBurst = packets;
            intervalNs = packets == 0 ? TURN_NS : (long) (1e9 / burstsPerSecond);
            nextNs = System.nanoTime();
            paces++;
            run(paces);
        });
    }

    /** Late bursts follow at once, so that the rate holds. */
    private void run(int pace) {
        if (pace != paces || !channel.isOpen()) {
            return;
        }
        turn();
        while (nextNs <= System.nanoTime()) {
            burst(packetsPerBurst);
            nextNs += intervalNs;
        }
        long waitNs = Math.min(TURN_NS, nextNs - System.nanoTime());
        channel.eventLoop().schedule(() -> run(pace), waitNs, TimeUnit.NANOSECONDS);
    }

    private void burst(int packets) {
        if (packets == 0) {
            return;
        }
        long nowNs = System.nanoTime();
        long timestamp = nowNs / 1000 * CLOCK_RATE / 1_000_000 & 0xFFFF_FFFFL;
        ByteBuf bytes = PooledByteBufAllocator.DEFAULT.directBuffer(packets * MAX_PACKET_BYTES);
        int length = 0;
        for (int i = 0; i < packets; i++) {
            length = source.packet(packet, (nextNumber + i) & 0xFFFF, timestamp, i == 0, i == packets - 1);
            bytes.writeBytes(packet, 0, length);
        }
        nowNs = System.nanoTime();
        for (int i = 0; i < packets; i++) {
            delays.sent(nextNumber + i, nowNs);
        }
        channel.writeAndFlush(
                packets == 1
                        ? new DatagramPacket(bytes, source.target())
                        : new SegmentedDatagramPacket(bytes, length, source.target()));
        nextNumber += packets;
        sent.addAndGet(packets);
    }

    private void turn() {
        long nowNs = System.nanoTime();
        if (nowNs - turnedNs >= TURN_NS) {
            turnedNs = nowNs;
            source.turn(this::sendControl, nowNs);
        }
    }

    private void sendControl(byte[] bytes, int lengthBytes, InetSocketAddress to) {
        ByteBuf control = PooledByteBufAllocator.DEFAULT.directBuffer(lengthBytes);
        channel.writeAndFlush(new DatagramPacket(control.writeBytes(bytes, 0, lengthBytes), to));
    }

    /** Packets sent so far. */
    public long sent() {
        return sent.get();
    }

    @Override
    public void close() {
        channel.close().syncUninterruptibly();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
