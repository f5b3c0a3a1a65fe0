package io.mediascope.cluster.placement;

import io.mediascope.scope.model.Coordinates;
import io.mediascope.transport.relay.RelayLoad;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Measures the own node. Used by one thread. */
public final class LoadMeter {
    private final long uid;
    private final String region;
    private final @Nullable Coordinates at;
    private final int maxRelays;
    private final long capacityBps;
    private final Supplier<RelayLoad> load;
    private final LongSupplier bytesOut;
    private long number;
    private long lastBytes;
    private long lastNs;

    /**
     * @param capacityBps of the node's network
     * @param bytesOut forwarded since the start
     */
    public LoadMeter(
            long uid,
            String region,
            @Nullable Coordinates at,
            int maxRelays,
            long capacityBps,
            Supplier<RelayLoad> load,
            LongSupplier bytesOut) {
        this.uid = uid;
        this.region = region;
        this.at = at;
        this.maxRelays = maxRelays;
        this.capacityBps = capacityBps;
        this.load = load;
        this.bytesOut = bytesOut;
    }

    String region() {
        return region;
    }

    /** The load since the last call. */
    public NodeLoad measure(boolean draining, long nowNs) {
        RelayLoad now = load.get();
        long bytes = bytesOut.getAsLong();
        double seconds = (nowNs - lastNs) / 1e9;
        long bitrateBps = number == 0 || seconds <= 0 ? 0 : Math.round((bytes - lastBytes) * 8 / seconds);
        lastBytes = bytes;
        lastNs = nowNs;
        double weight = Math.max(
                now.busyFraction(), Math.max((double) bitrateBps / capacityBps, (double) now.relays() / maxRelays));
        return new NodeLoad(
                uid,
                ++number,
                region,
                at,
                draining,
                now.relays(),
                maxRelays,
                now.participants(),
                now.busyFraction(),
                bitrateBps,
                weight);
    }
}
