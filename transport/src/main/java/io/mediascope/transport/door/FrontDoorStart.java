package io.mediascope.transport.door;

import io.mediascope.transport.tls.TlsIdentity;
import io.mediascope.transport.wire.WireProtocol;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Opens a {@link FrontDoor}: loops, TLS, the listening socket. */
final class FrontDoorStart {
    private static final int BACKLOG = 4_096;
    private static final int TLS_THREADS = 2;

    private final FrontDoorSettings settings;
    private final EventLoopGroup group;
    private final ExecutorService tlsTasks =
            Executors.newFixedThreadPool(TLS_THREADS, new DefaultThreadFactory("mediascope-door-tls", true));
    private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final DoorContext door;

    FrontDoorStart(FrontDoorSettings settings, TlsIdentity identity, DoorHandlers handlers, DoorExtensions extensions) {
        refuseRenegotiation();
        this.settings = settings;
        this.group = new MultiThreadIoEventLoopGroup(
                settings.loops(),
                new DefaultThreadFactory("mediascope-door", true),
                Epoll.isAvailable() ? EpollIoHandler.newFactory() : NioIoHandler.newFactory());
        this.door = new DoorContext(
                settings,
                handlers,
                extensions,
                new DoorCounters(),
                identity.toNettySslContext(WireProtocol.ALPN_LINK, WireProtocol.ALPN_MEDIA, WireProtocol.ALPN_HTTP),
                tlsTasks,
                new HalfOpenRegister(settings.halfOpen()),
                new AcceptRate(settings.halfOpen().acceptsPerSecondPerSource()),
                loops());
    }

    /** A TLS 1.2 client that asks for handshake after handshake would cost far more than it spends. */
    private static void refuseRenegotiation() {
        String key = "jdk.tls.rejectClientInitiatedRenegotiation";
        if (System.getProperty(key) == null) {
            System.setProperty(key, "true");
        }
    }

    private Map<EventExecutor, DoorLoop> loops() {
        Map<EventExecutor, DoorLoop> loops = new HashMap<>();
        for (EventExecutor loop : group) {
            loops.put(loop, new DoorLoop((EventLoop) loop, settings.tick()));
        }
        return loops;
    }

    FrontDoor start() {
        Channel listening = bind(
                new InetSocketAddress(settings.bindHost(), settings.port()), "link", new AcceptedInitializer(door));
        DoorExtensions.Http http = door.extensions().http();
        Channel plainHttp = http == null || http.plain() == null
                ? null
                : bind(http.plain(), "HTTP", new PlainHttpInitializer(door, http.service()));
        return new FrontDoor(door, group, tlsTasks, connections, listening, plainHttp);
    }

    private Channel bind(InetSocketAddress where, String name, ChannelHandler accepted) {
        ChannelFuture bound = bootstrap(accepted).bind(where).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            connections.close().awaitUninterruptibly();
            group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
            tlsTasks.shutdownNow();
            throw refused(name, where, bound.cause());
        }
        return bound.channel();
    }

    private static FrontDoorException refused(String name, InetSocketAddress at, Throwable cause) {
        String where = "TCP port " + at.getPort() + " on " + at.getHostString();
        String text = String.valueOf(cause.getMessage()).contains("in use")
                ? "the " + name + " port is taken: " + where + " is in use by another program"
                : "the " + name + " port cannot be opened: " + where + ": " + cause.getMessage();
        return new FrontDoorException(text, cause);
    }

    private ServerBootstrap bootstrap(ChannelHandler accepted) {
        return new ServerBootstrap()
                .group(group)
                .channel(Epoll.isAvailable() ? EpollServerSocketChannel.class : NioServerSocketChannel.class)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .handler(new ConnectionTracker())
                .childHandler(accepted);
    }

    /** Keeps every accepted connection for closing, whatever state it is in. */
    private final class ConnectionTracker extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object accepted) {
            connections.add((Channel) accepted);
            ctx.fireChannelRead(accepted);
        }
    }
}
