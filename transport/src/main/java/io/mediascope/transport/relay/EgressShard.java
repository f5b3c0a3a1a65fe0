package io.mediascope.transport.relay;

/**
 * The way from UpTracks to a part of their DownTracks: a bounded queue of batches. The default shard lives on the UpTrack's
 * own loop; a shard on another loop makes a large fan-out use more than one core.
 */
interface EgressShard {
    /**
     * Queues a batch for every DownTrack in {@code routes}, and takes one reference of it whatever the outcome.
     *
     * @return false when the queue is full and the batch was dropped
     */
    boolean offer(DownTrack[] routes, PacketBatch batch);

    /** Sends what is queued, or wakes the loop that does. */
    void flush(long nowNs);
}
