package io.mediascope.transport.relay;

import io.mediascope.media.cache.CacheBudget;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.mediascope.transport.relay.udp.OwnMachine;
import io.mediascope.transport.relay.udp.SocketKind;
import io.mediascope.transport.relay.udp.UdpSocket;
import io.mediascope.transport.relay.udp.UdpTransport;
import io.mediascope.transport.web.WebEngine;
import io.mediascope.transport.web.WebPeers;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.util.internal.PlatformDependent;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop with its sockets and relays. Relays are opened and changed by tasks, packets come from sockets and a queue. */
final class RelayLoop {
    private static final Logger LOG = LoggerFactory.getLogger(RelayLoop.class);

    private final int index;
    private final MultiThreadIoEventLoopGroup group;
    private final EventLoop eventLoop;
    private final RelayCounters counters = new RelayCounters();
    private final LoopContext context;
    private final WebPeers webPeers;
    private final PacketPath packetPath;
    private final RelayTimers timers;
    private final ChannelQueue channelQueue;
    private final LoopLoad load;
    private final List<UdpSocket> sockets = new ArrayList<>();
    private final Set<MediaRelay> relays = new LinkedHashSet<>();
    private long tickedNs = System.nanoTime();
    private Optional<InetSocketAddress> ownMachine = Optional.empty();
    private RelayEndpoints endpoints = new RelayEndpoints(List.of(), List.of(), List.of());

    RelayLoop(int index, RelayEngineSettings settings, UdpTransport transport, WebEngine web) {
        this.index = index;
        this.group = transport.newLoop("relay-" + index);
        this.eventLoop = group.next();
        RtcpOut rtcpOut = new RtcpOut(counters);
        Turn turn = new Turn(System::nanoTime, new SameLoopShard(counters));
        this.context =
                new LoopContext(counters, turn, rtcpOut, new PathTable(), new SsrcTable(), cacheBudget(settings));
        TokenBucket openBindings = new TokenBucket(settings.openBindingsPerSecond(), System.nanoTime());
        this.webPeers = web.peers(new LoopWeb(this, turn));
        StunResponder stun = new StunResponder(counters, context.paths(), openBindings, webPeers);
        this.packetPath = new PacketPath(
                context, stun, new RtcpIn(counters, rtcpOut, context.ssrcs()), webPeers, this::tickIfDue);
        this.timers = new RelayTimers(context);
        turn.end();
        this.channelQueue = new ChannelQueue(settings.queuePackets(), packetPath, this::wake);
        this.load = new LoopLoad(counters);
    }

    /** The loops' caches together take at most a quarter of the direct memory. */
    private static CacheBudget cacheBudget(RelayEngineSettings settings) {
        return new CacheBudget(PlatformDependent.maxDirectMemory() / 4 / settings.loops());
    }

    /** Opens the sockets. Blocks; not to be called on a loop. */
    void openSockets(RelayEngineSettings settings, UdpTransport transport, List<BoundAddress> addresses)
            throws BindException {
        List<List<InetSocketAddress>> advertised = new ArrayList<>();
        for (SocketKind kind : SocketKind.values()) {
            int port = port(settings, kind);
            List<InetSocketAddress> ofKind = new ArrayList<>();
            for (BoundAddress address : addresses) {
                UdpSocket socket = transport.open(
                        eventLoop, kind, address.local(), port, address.segmenting(), counters, packetPath);
                sockets.add(socket);
                ofKind.add(new InetSocketAddress(
                        address.advertised(), socket.localAddress().getPort()));
            }
            advertised.add(ofKind);
        }
        endpoints = new RelayEndpoints(advertised.get(0), advertised.get(1), advertised.get(2));
    }

    /** A socket for browsers on this machine that take no loopback address; a port that is busy there is no reason not to start. */
    void openOwnMachine(RelayEngineSettings settings, UdpTransport transport, InetAddress outer) {
        try {
            UdpSocket socket = transport.open(
                    eventLoop,
                    SocketKind.MUX,
                    outer,
                    port(settings, SocketKind.MUX),
                    segmenting(),
                    counters,
                    new OwnMachine(packetPath, counters));
            sockets.add(socket);
            ownMachine = Optional.of(socket.localAddress());
        } catch (BindException e) {
            LOG.warn("Firefox on this machine will have no media from relay loop {}: {}", index, e.getMessage());
        }
    }

    /** A local address to bind, what clients are told for it, and whether segmented sends were seen to work there. */
    record BoundAddress(InetAddress local, InetAddress advertised, boolean segmenting) {}

    void start() {
        execute(() -> {
            sockets.forEach(context.turn()::addSocket);
            load.start(System.nanoTime());
        });
        eventLoop.scheduleWithFixedDelay(
                this::idleTick, RelayTimers.IDLE_TICK_NS, RelayTimers.IDLE_TICK_NS, TimeUnit.NANOSECONDS);
    }

    RelayHandle open(RelayId id, RelayListener listener) {
        load.opened();
        MediaRelay relay = new MediaRelay(new SafeListener(listener), context);
        execute(() -> relays.add(relay));
        return new LoopRelayHandle(id, this, relay);
    }

    /** On the loop. */
    void close(MediaRelay relay) {
        if (relays.remove(relay)) {
            relay.close();
            load.closed();
        }
    }

    /** Runs {@code task} as a turn on the loop; lost only when the engine is closed. */
    void execute(Runnable task) {
        try {
            eventLoop.execute(() -> runTurn(task));
        } catch (RejectedExecutionException e) {
            LOG.debug("relay loop {} is closed", index);
        }
    }

    void runTurn(Runnable task) {
        context.turn().begin();
        try {
            task.run();
        } catch (RuntimeException | OutOfMemoryError e) {
            counters.increment(RelayCounter.INTERNAL_ERROR);
            LOG.error("a task on relay loop {} failed", index, e);
        } finally {
            endTurn();
        }
    }

    /** Whatever fails here, the loop's timers must go on. */
    private void endTurn() {
        try {
            context.turn().end();
        } catch (RuntimeException | OutOfMemoryError e) {
            counters.increment(RelayCounter.INTERNAL_ERROR);
            LOG.error("sending on relay loop {} failed", index, e);
        }
    }

    private boolean wake(Runnable task) {
        try {
            eventLoop.execute(task);
            return true;
        } catch (RejectedExecutionException e) {
            return false;
        }
    }

    /** After each read batch. */
    private void tickIfDue() {
        if (context.turn().lastNs() - tickedNs >= RelayTimers.TICK_NS) {
            runTurn(this::tick);
        }
    }

    private void idleTick() {
        if (System.nanoTime() - tickedNs >= RelayTimers.TICK_NS) {
            runTurn(this::tick);
        }
    }

    private void tick() {
        tickedNs = context.turn().begin();
        timers.tick(relays, tickedNs);
        webPeers.tick(tickedNs);
        load.tick(tickedNs, relays);
    }

    /** Closes relays and sockets and stops the loop. Blocks; not to be called on a loop. */
    void close() {
        execute(() -> {
            List.copyOf(relays).forEach(this::close);
            webPeers.close();
        });
        for (UdpSocket socket : sockets) {
            socket.close().awaitUninterruptibly();
        }
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).awaitUninterruptibly();
        channelQueue.close();
    }

    private int port(RelayEngineSettings settings, SocketKind kind) {
        int base =
                switch (kind) {
                    case AUDIO -> settings.audioPort();
                    case VIDEO -> settings.videoPort();
                    case MUX -> settings.muxPort();
                };
        return base == 0 ? 0 : base + index;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    int index() {
        return index;
    }

    RelayEndpoints endpoints() {
        return endpoints;
    }

    /** Where browsers reach this loop, best first. */
    List<InetSocketAddress> webAddresses() {
        return Stream.concat(endpoints.mux().stream(), ownMachine.stream()).toList();
    }

    RelayCounters counters() {
        return counters;
    }

    WebPeers webPeers() {
        return webPeers;
    }

    ChannelQueue channelQueue() {
        return channelQueue;
    }

    LoopLoad load() {
        return load;
    }

    boolean segmenting() {
        return sockets.stream().anyMatch(UdpSocket::segmenting);
    }
}
