package io.mediascope.transport.relay.udp;

import io.mediascope.transport.relay.counters.RelayCounters;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.net.BindException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Makes event loops and sockets on epoll, or on NIO where epoll is missing. */
public final class UdpTransport {
    /** Room for one received datagram; one that fills it was cut off. */
    public static final int MAX_DATAGRAM_BYTES = 2048;

    private static final int DATAGRAMS_PER_READ = 64;
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 << 20, 64 << 20);

    private final boolean epoll;
    private final int socketBufferBytes;

    public UdpTransport(boolean nativeTransport, int socketBufferBytes) {
        this.epoll = nativeTransport && Epoll.isAvailable();
        this.socketBufferBytes = socketBufferBytes;
    }

    public boolean epoll() {
        return epoll;
    }

    /** A group of one loop. */
    public MultiThreadIoEventLoopGroup newLoop(String threadName) {
        IoHandlerFactory factory = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        return new MultiThreadIoEventLoopGroup(
                1, new DefaultThreadFactory(threadName, true, Thread.MAX_PRIORITY), factory);
    }

    /**
     * Opens one socket; it reads only once its handler is there. Blocks; not to be called on a loop.
     *
     * @throws BindException saying which address and port could not be had, and why
     */
    public UdpSocket open(
            EventLoop loop,
            SocketKind kind,
            InetAddress address,
            int port,
            boolean segmenting,
            RelayCounters counters,
            DatagramSink sink)
            throws BindException {
        ChannelFuture bound = bootstrap(loop, address, kind.trafficClass()).bind(new InetSocketAddress(address, port));
        bound.awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw bindException(kind, address, port, bound.cause());
        }
        Channel channel = bound.channel();
        UdpSocket socket = new UdpSocket(kind, channel, counters, segmenting);
        channel.pipeline().addLast(new UdpHandler(socket, sink));
        channel.config().setAutoRead(true);
        return socket;
    }

    Bootstrap bootstrap(EventLoop loop, InetAddress address, int trafficClass) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channelFactory(() -> channel(address))
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .option(ChannelOption.IP_TOS, trafficClass)
                .option(ChannelOption.SO_RCVBUF, socketBufferBytes)
                .option(ChannelOption.SO_SNDBUF, socketBufferBytes)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .handler(new ChannelInboundHandlerAdapter());
        return epoll
                ? bootstrap.option(EpollChannelOption.MAX_DATAGRAM_PAYLOAD_SIZE, MAX_DATAGRAM_BYTES)
                : bootstrap.option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new FixedRecvByteBufAllocator(MAX_DATAGRAM_BYTES).maxMessagesPerRead(DATAGRAMS_PER_READ));
    }

    /** A socket of the address's own family: IPv4 through an IPv6 socket costs more for each packet. */
    private DatagramChannel channel(InetAddress address) {
        if (!epoll) {
            return new NioDatagramChannel();
        }
        EpollDatagramChannel channel = new EpollDatagramChannel(
                address instanceof Inet4Address ? SocketProtocolFamily.INET : SocketProtocolFamily.INET6);
        ReceiveBuffer buffer = new ReceiveBuffer(DATAGRAMS_PER_READ * MAX_DATAGRAM_BYTES);
        channel.config().setRecvByteBufAllocator(buffer);
        channel.closeFuture().addListener(closed -> buffer.release());
        return channel;
    }

    private static BindException bindException(SocketKind kind, InetAddress address, int port, Throwable cause) {
        BindException exception = new BindException("cannot open UDP " + kind.label() + " port " + port + " on "
                + address.getHostAddress() + ": " + cause.getMessage());
        exception.initCause(cause);
        return exception;
    }
}
