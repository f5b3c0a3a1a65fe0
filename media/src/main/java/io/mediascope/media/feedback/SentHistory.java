package io.mediascope.media.feedback;

import io.mediascope.media.stats.Sequence;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a sender has sent lately, matched with congestion control feedback (RFC 8888): each packet is reported once, as arrived or as
 * lost. Hand the {@code ccfb} callbacks of the RTCP reader through. Bounded in streams and packets; one thread; allocates only when an
 * SSRC is new.
 */
public final class SentHistory {
    private static final int MAX_STREAMS = 16;
    private static final int PACKETS = 2048;
    private static final int OVERFLOW = 0x1FFE;

    private static final byte EMPTY = 0;
    private static final byte SENT = 1;
    private static final byte RESENT = 2;

    private final List<Stream> streams = new ArrayList<>();
    private final Listener listener;
    private boolean reportTimeKnown;
    private long reportTime;
    private long reportNs;
    private long nowNs;
    private long rttNs;

    /** Takes the outcome of each packet. */
    public interface Listener {
        /** @param arrivalNs by the receiver's clock: any offset, resolution about 1 ms */
        void acknowledged(int ssrc, int sequenceNumber, int lengthBytes, long sentNs, long arrivalNs);

        /** Reported as not arrived, or as arrived only after it was asked for again; a retransmission may still repair it. */
        void lost(int ssrc, int sequenceNumber, int lengthBytes, long sentNs);
    }

    public SentHistory(Listener listener) {
        this.listener = listener;
    }

    public void sent(int ssrc, int sequenceNumber, int lengthBytes, long nowNs) {
        Stream stream = find(ssrc);
        if (stream == null) {
            if (streams.size() >= MAX_STREAMS) {
                streams.remove(0);
            }
            stream = new Stream(ssrc);
            streams.add(stream);
        }
        int slot = slot(sequenceNumber);
        stream.sequences[slot] = sequenceNumber;
        stream.lengths[slot] = lengthBytes;
        stream.sentNs[slot] = nowNs;
        stream.states[slot] = SENT;
    }

    /** The packet was asked for again, so it was lost; that it arrives in the end says nothing about delay. */
    public void resent(int ssrc, int sequenceNumber) {
        Stream stream = find(ssrc);
        if (stream != null && stream.has(sequenceNumber)) {
            stream.states[slot(sequenceNumber)] = RESENT;
        }
    }

    /** The stream ended. */
    public void forget(int ssrc) {
        streams.removeIf(stream -> stream.ssrc == ssrc);
    }

    /** As {@link io.mediascope.media.rtcp.RtcpHandler#ccfbBegin}, with the time of its arrival. */
    public void ccfbBegin(long reportTimestamp, long nowNs) {
        reportTime = reportTimeKnown ? Sequence.extendTimestamp(reportTimestamp, reportTime) : reportTimestamp;
        reportTimeKnown = true;
        reportNs = (reportTime >> 16) * 1_000_000_000L + (((reportTime & 0xFFFF) * 1_000_000_000L) >> 16);
        this.nowNs = nowNs;
    }

    /** As {@link io.mediascope.media.rtcp.RtcpHandler#ccfbPacket}. */
    public void ccfbPacket(int ssrc, int sequenceNumber, boolean received, int arrivalOffset1024) {
        Stream stream = find(ssrc);
        if (stream == null || !stream.has(sequenceNumber)) {
            return;
        }
        int slot = slot(sequenceNumber);
        byte state = stream.states[slot];
        stream.states[slot] = EMPTY;
        long sentNs = stream.sentNs[slot];
        if (!received || state == RESENT) {
            listener.lost(ssrc, sequenceNumber, stream.lengths[slot], sentNs);
        } else if (arrivalOffset1024 < OVERFLOW) {
            long agoNs = (arrivalOffset1024 * 1_000_000_000L) >> 10;
            updateRtt(nowNs - sentNs - agoNs);
            listener.acknowledged(ssrc, sequenceNumber, stream.lengths[slot], sentNs, reportNs - agoNs);
        }
    }

    /** Smoothed round trip without the time that the receiver held the report back; 0 = not known yet. */
    public long rttNs() {
        return rttNs;
    }

    private void updateRtt(long sampleNs) {
        long sample = Math.max(0, sampleNs);
        rttNs = rttNs == 0 ? sample : rttNs + (sample - rttNs) / 8;
    }

    private @Nullable Stream find(int ssrc) {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).ssrc == ssrc) {
                return streams.get(i);
            }
        }
        return null;
    }

    private static int slot(int sequenceNumber) {
        return sequenceNumber & (PACKETS - 1);
    }

    private static final class Stream {
        private final int ssrc;
        private final int[] sequences = new int[PACKETS];
        private final int[] lengths = new int[PACKETS];
        private final long[] sentNs = new long[PACKETS];
        private final byte[] states = new byte[PACKETS];

        Stream(int ssrc) {
            this.ssrc = ssrc;
            Arrays.fill(sequences, -1);
        }

        boolean has(int sequenceNumber) {
            int slot = slot(sequenceNumber);
            return states[slot] != EMPTY && sequences[slot] == sequenceNumber;
        }
    }
}
