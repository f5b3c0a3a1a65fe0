package io.mediascope.transport.relay;

import io.mediascope.transport.relay.counters.RelayCounter;
import java.net.BindException;
import java.util.List;
import java.util.Map;

/** The relay loops of a node on Netty: epoll where it is there, else NIO. */
public final class NettyRelayEngine implements RelayEngine {
    private NettyRelayEngine() {}

    /**
     * Opens every socket and starts the loops.
     *
     * @throws BindException naming the address and port that could not be had; nothing stays open then
     */
    public static NettyRelayEngine start(RelayEngineSettings settings) throws BindException {
        return pending();
    }

    /** Sums over all loops since the start. Any thread. */
    public Map<RelayCounter, Long> counters() {
        return pending();
    }

    /** True when at least one socket sends segmented (GSO). */
    public boolean segmenting() {
        return pending();
    }

    @Override
    public RelayHandle open(RelayId id, RelayListener listener) {
        return pending();
    }

    @Override
    public List<RelayEndpoints> endpoints() {
        return pending();
    }

    @Override
    public RelayLoad load() {
        return pending();
    }

    @Override
    public void close() {}

    private static <T> T pending() {
        throw new UnsupportedOperationException();
    }
}
