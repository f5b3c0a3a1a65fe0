package io.mediascope.scope.journal;

import io.mediascope.scope.model.ScopeSerializable;

/** Totals of one stream: what the node measured, and what a receiving client said. */
public record StreamQuality(
        Direction direction,
        String sessionId,
        String userId,
        String trackId,
        String layer,
        int ssrc,
        long packets,
        long bytes,
        long lostPackets,
        long retransmittedPackets,
        long droppedPackets,
        long jitterUs,
        long roundTripUs,
        long bitrateBps,
        long keyFrames,
        long framesDecoded,
        long freezes)
        implements ScopeSerializable {
    /** Who measured it. */
    public enum Direction {
        /** The node, on what a publisher sent. */
        UP,
        /** The node, on what it sent to a receiver. */
        DOWN,
        /** The receiving client. */
        RECEIVED
    }
}
