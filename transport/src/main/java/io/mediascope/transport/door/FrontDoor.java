package io.mediascope.transport.door;

import io.mediascope.transport.http.HttpService;
import io.mediascope.transport.tls.TlsIdentity;
import io.netty.channel.Channel;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The node's TCP port: management links, media connections, and what {@link DoorExtensions} serve. */
public final class FrontDoor implements AutoCloseable {
    private final DoorContext door;
    private final EventLoopGroup group;
    private final ExecutorService tlsTasks;
    private final ChannelGroup connections;
    private final Listener listener;
    private final Channel listening;
    private volatile @Nullable Channel plainHttp;

    FrontDoor(
            DoorContext door,
            EventLoopGroup group,
            ExecutorService tlsTasks,
            ChannelGroup connections,
            Listener listener,
            Channel listening) {
        this.door = door;
        this.group = group;
        this.tlsTasks = tlsTasks;
        this.connections = connections;
        this.listener = listener;
        this.listening = listening;
    }

    /** As the other one, without extensions. */
    public static FrontDoor start(FrontDoorSettings settings, TlsIdentity identity, DoorHandlers handlers) {
        return start(settings, identity, handlers, DoorExtensions.none());
    }

    /**
     * Listens.
     *
     * @throws FrontDoorException with a text for a person when the port cannot be had
     */
    public static FrontDoor start(
            FrontDoorSettings settings, TlsIdentity identity, DoorHandlers handlers, DoorExtensions extensions) {
        return new FrontDoorStart(settings, identity, handlers, extensions).start();
    }

    /** The port that clients connect to. */
    public int port() {
        return ((InetSocketAddress) listening.localAddress()).getPort();
    }

    /**
     * From now on {@code service} answers HTTP/1.1 here, and on a port of its own without TLS, which belongs on loopback; both
     * take links over WebSockets. To be called once.
     *
     * @param plain port 0 = any free one
     * @return where the plain port listens
     * @throws FrontDoorException with a text for a person when the plain port cannot be had
     */
    public InetSocketAddress serveHttp(HttpService service, InetSocketAddress plain) {
        Channel bound = listener.listen(plain, "HTTP", new PlainHttpInitializer(door, service));
        plainHttp = bound;
        door.http().set(service);
        return (InetSocketAddress) bound.localAddress();
    }

    public DoorCounters counters() {
        return door.counters();
    }

    /** To be called by an extension's handler: the connection is authenticated. Safe from any thread. */
    public static void admit(Channel channel) {
        Stranger stranger = Stranger.of(channel);
        if (stranger != null) {
            stranger.admit();
        }
    }

    /**
     * Closes the port, then every connection after what was queued for it, at most the close grace later; returns when
     * the loops have stopped. Each link's handler has been told by then.
     */
    @Override
    public void close() {
        long graceMs = door.settings().closeGrace().toMillis();
        listening.close().awaitUninterruptibly();
        Channel http = plainHttp;
        if (http != null) {
            http.close().awaitUninterruptibly();
        }
        door.loops().forEach((loop, members) -> onLoop(loop, members::shutdown));
        connections
                .newCloseFuture()
                .awaitUninterruptibly(graceMs + door.settings().tick().toMillis());
        connections.close().awaitUninterruptibly(graceMs);
        group.shutdownGracefully(0, graceMs, TimeUnit.MILLISECONDS).awaitUninterruptibly();
        tlsTasks.shutdownNow();
    }

    private static void onLoop(EventExecutor loop, Runnable task) {
        if (!loop.isShuttingDown()) {
            loop.submit(task).awaitUninterruptibly();
        }
    }
}
