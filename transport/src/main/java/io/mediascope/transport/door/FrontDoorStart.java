package io.mediascope.transport.door;

import io.mediascope.transport.tls.TlsIdentity;
import io.mediascope.transport.wire.WireProtocol;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/** Opens a {@link FrontDoor}: loops, TLS, the listening socket. */
final class FrontDoorStart {
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
        DoorCounters counters = new DoorCounters();
        this.door = new DoorContext(
                settings,
                handlers,
                extensions,
                counters,
                identity.toNettySslContext(WireProtocol.ALPN_LINK, WireProtocol.ALPN_MEDIA, WireProtocol.ALPN_HTTP),
                tlsTasks,
                new HalfOpenRegister(settings.halfOpen()),
                new AcceptRate(settings.halfOpen().acceptsPerSecondPerSource()),
                new PlainConnections(settings.http().maxPlainConnections(), counters),
                loops(),
                new AtomicReference<>());
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
        Listener listener = new Listener(group, connections);
        try {
            InetSocketAddress where = new InetSocketAddress(settings.bindHost(), settings.port());
            Channel listening = listener.listen(where, "link", new AcceptedInitializer(door));
            return new FrontDoor(door, group, tlsTasks, connections, listener, listening);
        } catch (FrontDoorException e) {
            group.shutdownGracefully(0, 0, TimeUnit.MILLISECONDS).awaitUninterruptibly();
            tlsTasks.shutdownNow();
            throw e;
        }
    }
}
