package io.mediascope.media.feedback;

import io.mediascope.media.rtcp.RtcpWriter;
import java.util.ArrayList;
import java.util.List;

/**
 * Arrival times of the packets of one sender, for congestion control feedback (RFC 8888). Each report goes from the first number not
 * yet reported, or from the earliest late arrival, to the highest. Bounded in streams and packets; one thread; allocates only when an
 * SSRC is new.
 */
public final class ArrivalRecorder {
    private static final int MAX_STREAMS = 32;
    private static final int PACKETS = 1024;
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
        private final ArrivalRing arrivals = new ArrivalRing(PACKETS);
        private long lastNs;

        Stream(int ssrc, int sequenceNumber, long nowNs) {
            this.ssrc = ssrc;
            this.lastNs = nowNs;
            arrivals.begin(sequenceNumber);
        }

        void received(int sequenceNumber, long nowNs) {
            if (arrivals.record(sequenceNumber, nowNs)) {
                lastNs = nowNs;
            }
        }

        boolean pending() {
            return arrivals.pending();
        }

        long pendingPackets() {
            return arrivals.highest() - arrivals.from() + 1;
        }

        boolean missing() {
            for (long seq = arrivals.from(); seq <= arrivals.highest(); seq++) {
                if (arrivals.arrival(seq) == ArrivalRing.NEVER) {
                    return true;
                }
            }
            return false;
        }

        /** False when there was no room for all. */
        boolean write(RtcpWriter writer, long nowNs) {
            long seq = arrivals.from();
            if (!writer.ccfbStreamBegin(ssrc, (int) seq & 0xFFFF)) {
                return false;
            }
            boolean room = true;
            while (seq <= arrivals.highest() && room) {
                long arrival = arrivals.arrival(seq);
                boolean arrived = arrival != ArrivalRing.NEVER;
                room = writer.ccfbPacket(arrived, 0, arrived ? offset1024(nowNs - arrival) : 0);
                seq += room ? 1 : 0;
            }
            arrivals.reported(seq);
            writer.ccfbStreamEnd();
            return room;
        }

        private static int offset1024(long agoNs) {
            long units = agoNs / 1_000_000L * 1024 / 1000;
            return units > MAX_OFFSET ? RtcpWriter.CCFB_OFFSET_OVERFLOW : (int) Math.max(0, units);
        }
    }
}
