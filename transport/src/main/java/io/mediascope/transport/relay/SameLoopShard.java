package io.mediascope.transport.relay;

import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The shard on the UpTrack's own loop: its queue is emptied within the turn, so it never holds more than a read batch. */
final class SameLoopShard implements EgressShard {
    private static final int CAPACITY = 1024;

    private static final DownTrack[] NOBODY = {};

    private final DownTrack[][] routes = new DownTrack[CAPACITY][];
    private final @Nullable PacketBatch[] batches = new PacketBatch[CAPACITY];
    private final RelayCounters counters;
    private int size;

    SameLoopShard(RelayCounters counters) {
        this.counters = counters;
    }

    @Override
    public boolean offer(DownTrack[] downTracks, PacketBatch batch) {
        if (size == CAPACITY) {
            batch.release();
            counters.add(RelayCounter.EGRESS_FULL, batch.count());
            return false;
        }
        routes[size] = downTracks;
        batches[size++] = batch;
        return true;
    }

    @Override
    public void flush(long nowNs) {
        int n = size;
        size = 0;
        for (int i = 0; i < n; i++) {
            PacketBatch batch = Objects.requireNonNull(batches[i]);
            DownTrack[] downTracks = routes[i];
            batches[i] = null;
            routes[i] = NOBODY;
            try {
                for (DownTrack downTrack : downTracks) {
                    downTrack.send(batch, nowNs);
                }
            } finally {
                batch.release();
            }
        }
    }
}
