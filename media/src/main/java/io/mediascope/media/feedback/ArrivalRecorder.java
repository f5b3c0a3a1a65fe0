package io.mediascope.media.feedback;

import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.stats.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Arrival times of the packets of one sender, for congestion control feedback (RFC 8888). Each report goes from the first number not
 * yet reported, or from the earliest late arrival, to the highest. Bounded in streams and packets; one thread; allocates only when an
 * SSRC is new.
 */
public final class ArrivalRecorder {
    private static final int MAX_STREAMS = 32;
    private static final int PACKETS = 1024;
    private static final long NEVER = Long.MIN_VALUE;
    private static final long MAX_OFFSET = 0x1FFD;

    private final List<Stream> streams = new ArrayList<>();
    private int nextToReport;

    /** A packet has arrived; of a repeated one the first arrival counts. */
    public void received(int ssrc, int sequenceNumber, long nowNs) {
        stream(ssrc, sequenceNumber, nowNs).received(sequenceNumber, nowNs);
    }

    /** The stream ended or begins anew. */
    public void forget(int ssrc) {
        streams.removeIf(stream -> stream.ssrc == ssrc);
    }

    /** Whether there is anything to report. */
    public boolean pending() {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).pending()) {
                return true;
            }
        }
        return false;
    }

    /** Sequence numbers that the next {@link #write} tells about, as far as it has room. */
    public int pendingPackets() {
        long sum = 0;
        for (int i = 0; i < streams.size(); i++) {
            sum += streams.get(i).pendingPackets();
        }
        return (int) sum;
    }

    /** Whether one of them has not arrived. */
    public boolean missing() {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).missing()) {
                return true;
            }
        }
        return false;
    }

    /**
     * Writes one feedback packet on everything since the last one; what has no room is left for the next call. The report's time is
     * {@code nowNs} in NTP units: the sender uses differences only.
     *
     * @return false when nothing was written
     */
    public boolean write(RtcpWriter writer, int senderSsrc, long nowNs) {
        if (!pending() || !writer.ccfbBegin(senderSsrc)) {
            return false;
        }
        int n = streams.size();
        for (int i = 0; i < n; i++) {
            // Round robin, so that a stream that had no room comes first the next time.
            int index = nextToReport++ % n;
            Stream stream = streams.get(index);
            if (stream.pending() && !stream.write(writer, nowNs)) {
                nextToReport = index;
                break;
            }
        }
        nextToReport %= n;
        writer.ccfbEnd(reportTimestamp(nowNs));
        return true;
    }

    /** The middle 32 bits of the NTP format: 16 bits of seconds, 16 of fraction. */
    static long reportTimestamp(long nowNs) {
        long seconds = Math.floorDiv(nowNs, 1_000_000_000L);
        long fraction = (Math.floorMod(nowNs, 1_000_000_000L) << 16) / 1_000_000_000L;
        return ((seconds << 16) + fraction) & 0xFFFF_FFFFL;
    }

    private Stream stream(int ssrc, int sequenceNumber, long nowNs) {
        int stalest = 0;
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).ssrc == ssrc) {
                return streams.get(i);
            }
            if (streams.get(i).lastNs < streams.get(stalest).lastNs) {
                stalest = i;
            }
        }
        if (streams.size() >= MAX_STREAMS) {
            streams.remove(stalest);
        }
        Stream added = new Stream(ssrc, sequenceNumber, nowNs);
        streams.add(added);
        return added;
    }

    private static final class Stream {
        private final int ssrc;
        private final long[] arrivals = new long[PACKETS];
        private long highest;
        private long from;
        private long lastNs;

        Stream(int ssrc, int sequenceNumber, long nowNs) {
            this.ssrc = ssrc;
            // One turn of the numbers above zero, so that a number before the first one is not negative.
            this.highest = sequenceNumber + 0xFFFFL;
            this.from = sequenceNumber + 0x10000L;
            this.lastNs = nowNs;
            Arrays.fill(arrivals, NEVER);
        }

        void received(int sequenceNumber, long nowNs) {
            long seq = Sequence.extend(sequenceNumber, highest);
            if (seq <= highest - PACKETS) {
                return;
            }
            if (seq - highest >= PACKETS) {
                Arrays.fill(arrivals, NEVER);
                from = seq;
                highest = seq;
            }
            while (highest < seq) {
                highest++;
                arrivals[slot(highest)] = NEVER;
            }
            if (arrivals[slot(seq)] == NEVER) {
                arrivals[slot(seq)] = nowNs;
                from = Math.min(from, seq);
                lastNs = nowNs;
            }
        }

        boolean pending() {
            return from <= highest;
        }

        long pendingPackets() {
            return Math.min(PACKETS, highest - from + 1);
        }

        boolean missing() {
            for (long seq = Math.max(from, highest - PACKETS + 1); seq <= highest; seq++) {
                if (arrivals[slot(seq)] == NEVER) {
                    return true;
                }
            }
            return false;
        }

        /** False when there was no room for all. */
        boolean write(RtcpWriter writer, long nowNs) {
            from = Math.max(from, highest - PACKETS + 1);
            if (!writer.ccfbStreamBegin(ssrc, (int) from & 0xFFFF)) {
                return false;
            }
            boolean room = true;
            while (from <= highest && room) {
                long arrival = arrivals[slot(from)];
                room = writer.ccfbPacket(arrival != NEVER, 0, arrival == NEVER ? 0 : offset1024(nowNs - arrival));
                from += room ? 1 : 0;
            }
            writer.ccfbStreamEnd();
            return room;
        }

        private static int offset1024(long agoNs) {
            long units = agoNs / 1_000_000L * 1024 / 1000;
            return units > MAX_OFFSET ? RtcpWriter.CCFB_OFFSET_OVERFLOW : (int) Math.max(0, units);
        }

        private static int slot(long seq) {
            return (int) seq & (PACKETS - 1);
        }
    }
}
