package io.mediascope.sdk.stream;

import io.mediascope.media.cache.PacketCache;
import io.mediascope.media.codec.OpusPacketizer;
import io.mediascope.media.codec.Vp8Packetizer;
import io.mediascope.media.feedback.ResendLimiter;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.srtp.SrtpSender;
import io.mediascope.media.stats.RateMeter;
import io.mediascope.sdk.path.PacketBatch;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends one layer: frame, RTP packets (RFC 3550 section 5.1), SRTP, ways. Keeps the sealed packets of the last second,
 * so that a NACK is answered with the very same bytes.
 */
public final class SendStream {
    /** What a stream asks of its source. */
    public interface Listener {
        void keyFrameWanted();
    }

    private static final int MAX_PACKET = 1500;
    private static final int PAYLOAD_ESTIMATE = 1000;
    private static final int CACHED_PACKETS = 1024;
    private static final long CACHED_BYTES = 2 << 20;
    private static final long CACHED_NS = 1_000_000_000L;
    private static final long RATE_WINDOW_NS = 1_000_000_000L;
    private static final long REPORT_NS = 1_000_000_000L;
    private static final long KEY_FRAME_THROTTLE_NS = 300_000_000L;

    private final StreamId id;
    private final SrtpSender srtp;
    private final Pacer pacer;
    private final Uplink uplink;
    private final Listener listener;
    private final @Nullable Vp8Packetizer vp8;
    private final @Nullable OpusPacketizer opus;
    private final PacketCache cache = new PacketCache(CACHED_PACKETS, CACHED_BYTES, CACHED_NS);
    private final ResendLimiter limiter = new ResendLimiter();
    private final RateMeter rate = new RateMeter(RATE_WINDOW_NS);
    private final PacketBatch batch = new PacketBatch();
    private final byte[] plain = new byte[MAX_PACKET];
    private final byte[] sealed = new byte[MAX_PACKET + 64];
    private final List<HopState> hops = new ArrayList<>();
    private final long timestampBase;

    private int nextSeq;
    private boolean begun;
    private boolean waitForKeyFrame;
    private long lastTimestamp;
    private long lastPushNs;
    private long lastReportNs;
    private long keyFrameAskedNs;
    private @Nullable ByteBuf filling;

    private long packets;
    private long payloadBytes;
    private long frames;
    private long keyFrames;
    private long resent;
    private long droppedFrames;
    private long reportedLost;
    private long roundTripNs;

    /** What the stream keeps for each way it is sent to. */
    private record HopState(Hop hop, RolloverAnnouncer announcer) {}

    public SendStream(StreamId id, SrtpKey key, Pacer pacer, Uplink uplink, Listener listener) {
        this.id = id;
        this.srtp = new SrtpSender(SrtpProfile.AEAD_AES_128_GCM, key, id.ssrc(), true);
        this.pacer = pacer;
        this.uplink = uplink;
        this.listener = listener;
        ThreadLocalRandom random = ThreadLocalRandom.current();
        // In the lower half, so that no receiver can be wrong about the first rollover.
        this.nextSeq = random.nextInt(1 << 15);
        this.timestampBase = random.nextInt() & 0xFFFF_FFFFL;
        this.vp8 = id.codec() == Codec.VP8 ? new Vp8Packetizer(random.nextInt(1 << 15)) : null;
        this.opus = id.codec() == Codec.OPUS ? new OpusPacketizer() : null;
        this.keyFrameAskedNs = System.nanoTime() - KEY_FRAME_THROTTLE_NS;
    }

    public StreamId id() {
        return id;
    }

    /** Seals under another key from the next packet on. */
    public void setKey(SrtpKey key) {
        srtp.setKey(key);
    }

    /** Sends a frame over all of {@code to}. */
    public void push(byte[] data, long ptsNs, boolean keyFrame, long nowNs, List<Hop> to) {
        MediaType type = id.mediaType();
        if (type == MediaType.VIDEO && holdBack(keyFrame, nowNs, to)) {
            droppedFrames++;
            return;
        }
        lastTimestamp = timestampBase + ticks(ptsNs);
        lastPushNs = nowNs;
        int firstSeq = nextSeq;
        int roc = srtp.rocOf(firstSeq);
        batch.clear();
        int capacity = data.length + (data.length / PAYLOAD_ESTIMATE + 2) * 96;
        ByteBuf out = PooledByteBufAllocator.DEFAULT.directBuffer(capacity);
        filling = out;
        if (vp8 != null) {
            vp8.packetize(data, 0, data.length, (buf, off, len, marker) -> seal(buf, off, len, marker, nowNs));
        } else if (opus != null) {
            opus.packetize(data, 0, data.length, (buf, off, len, marker) -> seal(buf, off, len, marker, nowNs));
        }
        filling = null;
        if (batch.count() > 0) {
            frames++;
            keyFrames += keyFrame ? 1 : 0;
            send(out, firstSeq, roc, nowNs, to);
            begun = true;
        } else {
            droppedFrames++;
        }
        out.release();
    }

    /** Behind a slow connection whole frames are left out, up to the next key frame. */
    private boolean holdBack(boolean keyFrame, long nowNs, List<Hop> to) {
        boolean behind = !to.isEmpty();
        for (int i = 0; i < to.size(); i++) {
            behind &= to.get(i).behind(MediaType.VIDEO);
        }
        if (behind || (waitForKeyFrame && !keyFrame)) {
            waitForKeyFrame = true;
            keyFrameRequested(nowNs);
            return true;
        }
        waitForKeyFrame = false;
        return false;
    }

    private long ticks(long ptsNs) {
        int clock = id.codec().clockRate();
        return ptsNs / 1_000_000_000L * clock + ptsNs % 1_000_000_000L * clock / 1_000_000_000L;
    }

    private void seal(byte[] buf, int off, int len, boolean marker, long nowNs) {
        ByteBuf out = filling;
        if (out == null || len > MAX_PACKET - RtpHeader.FIXED_LENGTH) {
            return;
        }
        int seq = nextSeq;
        int header = RtpHeader.write(plain, 0, id.codec().payloadType(), marker, seq, lastTimestamp, id.ssrc());
        System.arraycopy(buf, off, plain, header, len);
        int length = srtp.protect(plain, 0, header + len, sealed, 0);
        if (length <= 0) {
            return;
        }
        nextSeq = (seq + 1) & 0xFFFF;
        out.writeBytes(sealed, 0, length);
        batch.add(length);
        packets++;
        payloadBytes += len;
        rate.add(length, nowNs);
        uplink.sent(id.ssrc(), seq, length, nowNs);
    }

    private void send(ByteBuf out, int firstSeq, int roc, long nowNs, List<Hop> to) {
        int index = out.readerIndex();
        for (int i = 0; i < batch.count(); i++) {
            cache.put((firstSeq + i) & 0xFFFF, out.retainedSlice(index, batch.length(i)), nowNs);
            index += batch.length(i);
        }
        for (int i = 0; i < to.size(); i++) {
            Hop hop = to.get(i);
            state(hop, nowNs).announcer().beforePacket(roc, firstSeq, nowNs);
            pacer.send(hop, id.mediaType(), out, batch);
        }
    }

    private HopState state(Hop hop, long nowNs) {
        for (int i = 0; i < hops.size(); i++) {
            if (hops.get(i).hop() == hop) {
                return hops.get(i);
            }
        }
        HopState added = new HopState(hop, new RolloverAnnouncer(hop, id.mediaType(), id.ssrc(), !begun, nowNs));
        hops.add(added);
        return added;
    }

    /** A hop that is no more. */
    public void forget(Hop hop) {
        hops.removeIf(s -> s.hop() == hop);
    }

    /** Timers: announcements, and a sender report each second to those it is sent to. */
    public void turn(long nowNs, List<Hop> to) {
        cache.expire(nowNs);
        for (int i = 0; i < hops.size(); i++) {
            hops.get(i).announcer().turn(nowNs);
        }
        if (begun && nowNs - lastReportNs >= REPORT_NS) {
            lastReportNs = nowNs;
            for (int i = 0; i < to.size(); i++) {
                report(to.get(i), nowNs);
            }
        }
    }

    private void report(Hop hop, long nowNs) {
        long timestamp = lastTimestamp + ticks(nowNs - lastPushNs);
        hop.begin()
                .senderReport(
                        id.ssrc(),
                        NtpTime.of(nowNs),
                        timestamp & 0xFFFF_FFFFL,
                        packets & 0xFFFF_FFFFL,
                        payloadBytes & 0xFFFF_FFFFL);
        hop.send(id.mediaType());
    }

    /** RFC 4585 section 6.2.1: packets that {@code hop} missed. */
    public void nack(Hop hop, int pid, int blp, long nowNs) {
        resend(hop, pid, nowNs);
        for (int bit = 0; bit < 16; bit++) {
            if ((blp & (1 << bit)) != 0) {
                resend(hop, (pid + bit + 1) & 0xFFFF, nowNs);
            }
        }
    }

    private void resend(Hop hop, int seq, long nowNs) {
        ByteBuf packet = cache.get(seq, nowNs);
        if (packet != null && limiter.allow(seq, nowNs, roundTripNs)) {
            resent++;
            uplink.resent(id.ssrc(), seq);
            hop.send(id.mediaType(), packet);
        }
    }

    public void rolloverAcknowledged(Hop hop, int roc) {
        for (HopState state : hops) {
            if (state.hop() == hop) {
                state.announcer().acknowledged(roc);
            }
        }
    }

    /** Somebody cannot decode: the source is asked, not more than about three times a second. */
    public void keyFrameRequested(long nowNs) {
        if (nowNs - keyFrameAskedNs >= KEY_FRAME_THROTTLE_NS) {
            keyFrameAskedNs = nowNs;
            listener.keyFrameWanted();
        }
    }

    /** A report block about this stream arrived. */
    public void reported(int cumulativeLost, long roundTrip) {
        reportedLost = Math.max(0, cumulativeLost);
        roundTripNs = roundTrip > 0 ? roundTrip : roundTripNs;
    }

    public void close() {
        uplink.forget(id.ssrc());
        cache.close();
    }

    public boolean isSending(long nowNs) {
        return begun && nowNs - lastPushNs < 1_000_000_000L;
    }

    public long packets() {
        return packets;
    }

    public long bytes() {
        return rate.totalBytes();
    }

    public long bitrateBps(long nowNs) {
        return rate.bitrateBps(nowNs);
    }

    public long frames() {
        return frames;
    }

    public long keyFrames() {
        return keyFrames;
    }

    public long resent() {
        return resent;
    }

    public long droppedFrames() {
        return droppedFrames;
    }

    public long reportedLost() {
        return reportedLost;
    }

    public long roundTripNs() {
        return roundTripNs > 0 ? roundTripNs : uplink.rttNs();
    }
}
