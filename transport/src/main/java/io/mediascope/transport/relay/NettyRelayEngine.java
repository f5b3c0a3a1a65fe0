package io.mediascope.transport.relay;

import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.mediascope.transport.relay.udp.OwnMachine;
import io.mediascope.transport.relay.udp.SegmentationCheck;
import io.mediascope.transport.relay.udp.UdpTransport;
import io.mediascope.transport.web.IceTcp;
import io.mediascope.transport.web.WebCounters;
import io.mediascope.transport.web.WebEngine;
import io.mediascope.transport.web.WebSettings;
import java.net.BindException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The relay loops of a node on Netty: epoll where it is there, else NIO. */
public final class NettyRelayEngine implements RelayEngine {
    private static final Logger LOG = LoggerFactory.getLogger(NettyRelayEngine.class);

    private final List<RelayLoop> loops;
    private final WebEngine web;

    private NettyRelayEngine(List<RelayLoop> loops, WebEngine web) {
        this.loops = List.copyOf(loops);
        this.web = web;
    }

    /** As the other one, with peer connections as they should be. */
    public static NettyRelayEngine start(RelayEngineSettings settings) throws BindException {
        return start(settings, WebSettings.defaults());
    }

    /**
     * Opens every socket and starts the loops.
     *
     * @throws BindException naming the address and port that could not be had; nothing stays open then
     */
    public static NettyRelayEngine start(RelayEngineSettings settings, WebSettings webSettings) throws BindException {
        UdpTransport transport = new UdpTransport(settings.nativeTransport(), settings.socketBufferBytes());
        WebEngine web = WebEngine.start(webSettings);
        List<RelayLoop> loops = new ArrayList<>();
        for (int i = 0; i < settings.loops(); i++) {
            loops.add(new RelayLoop(i, settings, transport, web));
        }
        NettyRelayEngine engine = new NettyRelayEngine(loops, web);
        try {
            engine.openSockets(settings, transport);
        } catch (BindException e) {
            engine.close();
            throw e;
        }
        loops.forEach(RelayLoop::start);
        LOG.info(
                "{} relay loops on {}, segmented sends {}",
                loops.size(),
                transport.epoll() ? "epoll" : "NIO",
                engine.segmenting() ? "on" : "off");
        return engine;
    }

    private void openSockets(RelayEngineSettings settings, UdpTransport transport) throws BindException {
        if (!settings.udp()) {
            return;
        }
        List<RelayLoop.BoundAddress> addresses = new ArrayList<>();
        for (int i = 0; i < settings.bindAddresses().size(); i++) {
            addresses.add(address(settings, i, transport));
        }
        for (RelayLoop loop : loops) {
            loop.openSockets(settings, transport, addresses);
        }
        if (settings.ownMachine() && settings.advertisedAddresses().isEmpty() && loopback(addresses)) {
            OwnMachine.address()
                    .ifPresent(outer -> loops.forEach(loop -> loop.openOwnMachine(settings, transport, outer)));
        }
    }

    private static boolean loopback(List<RelayLoop.BoundAddress> addresses) {
        return addresses.stream().allMatch(address -> address.local().isLoopbackAddress());
    }

    private RelayLoop.BoundAddress address(RelayEngineSettings settings, int i, UdpTransport transport)
            throws BindException {
        InetAddress local = resolve("bindAddresses", settings.bindAddresses().get(i));
        InetAddress advertised = settings.advertisedAddresses().isEmpty()
                ? local
                : resolve("advertisedAddresses", settings.advertisedAddresses().get(i));
        if (advertised.isAnyLocalAddress()) {
            throw new BindException("the wildcard address " + advertised.getHostAddress()
                    + " cannot be told to clients: set advertisedAddresses, or bind to a real address");
        }
        boolean segmenting = settings.segmentation()
                && SegmentationCheck.works(transport, loops.get(0).eventLoop(), local);
        return new RelayLoop.BoundAddress(local, advertised, segmenting);
    }

    private static InetAddress resolve(String setting, String host) throws BindException {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            BindException exception = new BindException(setting + ": \"" + host + "\" is not an address of a host");
            exception.initCause(e);
            throw exception;
        }
    }

    /** Sums over all loops since the start. Any thread. */
    public Map<RelayCounter, Long> counters() {
        Map<RelayCounter, Long> sums =
                RelayCounters.sum(loops.stream().map(RelayLoop::counters).toList());
        sums.put(
                RelayCounter.QUEUE_FULL,
                loops.stream().mapToLong(loop -> loop.channelQueue().full()).sum());
        sums.put(
                RelayCounter.QUEUE_SHARE,
                loops.stream()
                        .mapToLong(loop -> loop.channelQueue().overShare())
                        .sum());
        return sums;
    }

    RelayLoop loop(int index) {
        return loops.get(index);
    }

    /** Serves ICE-TCP connections, for the front door. */
    public IceTcp iceTcp() {
        return web.iceTcp(loops.stream().map(RelayLoop::webPeers).toList());
    }

    /** Of WebRTC peer connections. Any thread. */
    public WebCounters webCounters() {
        return web.counters();
    }

    /** CPU time of all loop threads since the start, in nanoseconds. Any thread. */
    public long loopCpuNs() {
        return loops.stream().mapToLong(loop -> loop.load().thread().cpuNs()).sum();
    }

    /** Bytes that all loop threads have allocated on the Java heap since the start. Any thread. */
    public long loopAllocatedBytes() {
        return loops.stream()
                .mapToLong(loop -> loop.load().thread().allocatedBytes())
                .sum();
    }

    /** True when at least one socket sends segmented (GSO). */
    public boolean segmenting() {
        return loops.stream().anyMatch(RelayLoop::segmenting);
    }

    @Override
    public RelayHandle open(RelayId id, RelayListener listener) {
        return loops.stream()
                .min(Comparator.comparingDouble(loop -> loop.load().weight()))
                .orElseThrow()
                .open(id, listener);
    }

    @Override
    public List<RelayEndpoints> endpoints() {
        return loops.stream().map(RelayLoop::endpoints).toList();
    }

    @Override
    public RelayLoad load() {
        int relays = 0;
        int participants = 0;
        long in = 0;
        long out = 0;
        double busiest = 0;
        for (RelayLoop loop : loops) {
            relays += loop.load().relays();
            participants += loop.load().participants();
            in += loop.load().packetsInPerSecond();
            out += loop.load().packetsOutPerSecond();
            busiest = Math.max(busiest, loop.load().busyFraction());
        }
        return new RelayLoad(relays, participants, in, out, busiest);
    }

    @Override
    public void close() {
        loops.forEach(RelayLoop::close);
        web.close();
    }
}
