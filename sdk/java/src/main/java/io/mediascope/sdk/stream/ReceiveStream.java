package io.mediascope.sdk.stream;

import io.mediascope.media.codec.OpusDepacketizer;
import io.mediascope.media.codec.Vp8Depacketizer;
import io.mediascope.media.feedback.KeyFrameRequests;
import io.mediascope.media.feedback.NackGenerator;
import io.mediascope.media.model.Codec;
import io.mediascope.media.rtcp.RtcpWriter;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.KeySuccession;
import io.mediascope.media.srtp.SrtpError;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.srtp.SrtpReceiver;
import io.mediascope.media.stats.RateMeter;
import io.mediascope.media.stats.ReceptionStatistics;
import io.mediascope.media.stats.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Receives one layer of another's track: SRTP, statistics, NACK, frames. A packet that comes over two ways is taken
 * once, by the replay window.
 */
public final class ReceiveStream {
    /** Takes the frames. */
    public interface Output {
        void frame(ReceiveStream stream, byte[] data, long rtpTimestamp, boolean keyFrame);
    }

    private static final int MAX_PACKET = 4096;
    private static final long RATE_WINDOW_NS = 1_000_000_000L;
    private static final long VIDEO_WAIT_NS = 500_000_000L;
    private static final int MAX_NACK = 64;
    private static final long MAX_PAUSE_NS = 1_000_000_000L;
    private static final int MAX_GAP = 256;

    private final StreamId id;
    private final SrtpReceiver srtp;
    private final KeySuccession keys;
    private final Output output;
    private final ReceptionStatistics statistics;
    private final NackGenerator nacks = new NackGenerator();
    private final KeyFrameRequests keyFrameRequests = new KeyFrameRequests();
    private final RateMeter rate = new RateMeter(RATE_WINDOW_NS);
    private final FrameClock clock = new FrameClock();
    private final @Nullable Vp8Depacketizer vp8;
    private final @Nullable OpusDepacketizer opus;
    private final byte[] plain = new byte[MAX_PACKET];
    private final int[] missing = new int[MAX_NACK];

    private @Nullable Hop hop;
    private long nowNs;
    private long lastPacketNs = Long.MIN_VALUE / 2;
    private long packets;
    private long duplicates;
    private long refused;
    private long frames;
    private long keyFrames;
    private long roundTripNs;

    public ReceiveStream(StreamId id, List<SrtpKey> keys, Output output) {
        this.id = id;
        this.srtp = new SrtpReceiver(SrtpProfile.AEAD_AES_128_GCM, keys, id.ssrc(), true);
        this.keys = new KeySuccession(srtp, keys);
        this.output = output;
        this.statistics = new ReceptionStatistics(id.codec().clockRate());
        this.vp8 = id.codec() == Codec.VP8 ? new Vp8Depacketizer(new Video(), VIDEO_WAIT_NS) : null;
        this.opus = id.codec() == Codec.OPUS ? new OpusDepacketizer((data, time) -> emit(data, time, true)) : null;
    }

    private final class Video implements Vp8Depacketizer.Listener {
        @Override
        public void frame(byte[] frame, long rtpTimestamp, boolean keyFrame) {
            if (keyFrame) {
                keyFrameRequests.keyFrameArrived();
            }
            emit(frame, rtpTimestamp, keyFrame);
        }

        @Override
        public void keyFrameNeeded() {
            askKeyFrame(nowNs);
        }
    }

    public StreamId id() {
        return id;
    }

    /** These keys, newest first, take the place of the present ones, which go on for {@link KeySuccession#KEPT_NS}. */
    public void setKeys(List<SrtpKey> newKeys, long now) {
        keys.take(newKeys, now);
    }

    /** Takes a packet of this SSRC; false when it was refused (counted here). */
    public boolean packet(byte[] buf, int length, Hop from, long now) {
        if (length > MAX_PACKET) {
            refused++;
            return false;
        }
        int bytes = srtp.unprotect(buf, 0, length, plain, 0);
        if (bytes < 0) {
            if (bytes == SrtpError.REPLAYED) {
                duplicates++;
            } else {
                refused++;
            }
            return false;
        }
        nowNs = now;
        hop = from;
        lastPacketNs = now;
        packets++;
        rate.add(length, now);
        int seq = RtpHeader.sequenceNumber(plain, 0);
        long timestamp = RtpHeader.timestamp(plain, 0);
        statistics.received(seq, timestamp, now, length);
        from.arrivals(id.mediaType()).received(id.ssrc(), seq, now);
        nacks.received(seq, now);
        payload(seq, timestamp, bytes, now);
        nack(now);
        return true;
    }

    private void payload(int seq, long timestamp, int bytes, long now) {
        int header = RtpHeader.headerLength(plain, 0);
        int padding = RtpHeader.paddingLength(plain, 0, bytes);
        int length = bytes - header - padding;
        if (padding < 0
                || length <= 0
                || RtpHeader.payloadType(plain, 0) != id.codec().payloadType()) {
            refused++;
            return;
        }
        if (vp8 != null) {
            vp8.packet(seq, timestamp, RtpHeader.marker(plain, 0), plain, header, length, now);
        } else if (opus != null) {
            opus.packet(seq, timestamp, plain, header, length, now);
        }
    }

    private void emit(byte[] data, long rtpTimestamp, boolean keyFrame) {
        frames++;
        keyFrames += keyFrame ? 1 : 0;
        clock.frame(nowNs);
        output.frame(this, data, rtpTimestamp, keyFrame);
    }

    /** To be called each 50 ms or sooner. */
    public void turn(long now) {
        nowNs = now;
        keys.turn(now);
        if (vp8 != null) {
            vp8.tick(now);
        } else if (opus != null) {
            opus.tick(now);
        }
        nack(now);
        if (keyFrameRequests.due(now)) {
            sendPli();
        }
    }

    private void nack(long now) {
        Hop to = hop;
        if (to == null || nacks.missing() == 0) {
            return;
        }
        int n = nacks.collect(now, roundTripNs, missing);
        if (n > 0) {
            to.begin().nack(to.localSsrc(), id.ssrc(), missing, n);
            to.send(id.mediaType());
        }
        nacks.takeGivenUp();
    }

    /** Asks for a key frame, throttled, until one comes. Audio needs none. */
    public void askKeyFrame(long now) {
        if (vp8 != null && keyFrameRequests.request(now)) {
            sendPli();
        }
    }

    private void sendPli() {
        Hop to = hop;
        if (to != null) {
            to.begin().pli(to.localSsrc(), id.ssrc());
            to.send(id.mediaType());
        }
    }

    /** The sender names the rollover counter of its next packet; acknowledged each time. */
    public void announced(Hop from, int roc, int seq, long now) {
        nowNs = now;
        boolean continuous = goesOn(seq, now);
        if (srtp.announce(roc, seq) && !continuous) {
            statistics.reset();
            nacks.reset(seq);
            if (vp8 != null) {
                vp8.reset();
            } else if (opus != null) {
                opus.reset();
            }
        }
        hop = hop == null ? from : hop;
        from.begin().rolloverAck(from.localSsrc(), id.ssrc(), roc);
        from.send(id.mediaType());
    }

    /** True when only the way has changed: what is missing may still come, and frames under way stay. */
    private boolean goesOn(int seq, long now) {
        int ahead = Sequence.distance(seq, (int) srtp.highestIndex() & 0xFFFF);
        return packets > 0 && now - lastPacketNs < MAX_PAUSE_NS && ahead <= MAX_GAP;
    }

    public void senderReport(long ntp64, long now) {
        statistics.senderReport(ntp64, now);
    }

    /** Adds this stream's block to a receiver report; false when there is no room or nothing was received. */
    public boolean writeReportBlock(RtcpWriter writer, long now) {
        return statistics.writeReportBlock(writer, id.ssrc(), now);
    }

    public boolean isLive(long now) {
        return now - lastPacketNs < 2_000_000_000L;
    }

    /** Where the last packet came from; null before the first. */
    /** What was asked of one hop is asked of another one from now on. */
    public void moved(Hop old, Hop now) {
        hop = hop == old ? now : hop;
    }

    public @Nullable Hop hop() {
        return hop;
    }

    public void roundTrip(long roundTrip) {
        roundTripNs = roundTrip;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return rate.totalBytes();
    }

    public long bitrateBps(long now) {
        return rate.bitrateBps(now);
    }

    public long lost() {
        return Math.max(0, statistics.cumulativeLost());
    }

    public long duplicates() {
        return duplicates;
    }

    public long refused() {
        return refused;
    }

    public long frames() {
        return frames;
    }

    public long keyFrames() {
        return keyFrames;
    }

    public long jitterNs() {
        return statistics.jitterNs();
    }

    public long roundTripNs() {
        return roundTripNs;
    }

    public long longestGapNs() {
        return clock.longestGapNs();
    }

    /** Of video; audio may be silent. */
    public long freezes() {
        return vp8 == null ? 0 : clock.freezes();
    }

    /** The receiver does not want this layer for now. */
    public void rest() {
        clock.rest();
        keyFrameRequests.keyFrameArrived();
    }

    /** -1 before the first. */
    public long lastFrameNs() {
        return clock.lastFrameNs();
    }
}
