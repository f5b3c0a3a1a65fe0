package io.mediascope.transport.relay;

import io.mediascope.media.cache.PacketCache;
import io.mediascope.media.codec.Vp8Descriptor;
import io.mediascope.media.feedback.ArrivalRecorder;
import io.mediascope.media.feedback.KeyFrameRequests;
import io.mediascope.media.feedback.NackGenerator;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtpProfile;
import io.mediascope.media.srtp.SrtpReceiver;
import io.mediascope.media.stats.DelayGradient;
import io.mediascope.media.stats.RateMeter;
import io.mediascope.media.stats.ReceptionStatistics;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What arrives under one SSRC from a publisher, and who gets it. */
final class UpTrack {
    private static final long CACHE_AGE_NS = 1_000_000_000L;
    private static final int AUDIO_CACHE_PACKETS = 128;
    private static final int VIDEO_CACHE_PACKETS = 2048;
    private static final long CACHE_BYTES = 2 << 20;
    private static final long RATE_WINDOW_NS = 1_000_000_000L;
    private static final DownTrack[] NOBODY = {};

    private final Participant owner;
    private final MediaType type;
    private final boolean vp8;
    private final SrtpReceiver srtp;
    private final ReceptionStatistics reception;
    private final NackGenerator nacks = new NackGenerator();
    private final KeyFrameRequests keyFrameRequests = new KeyFrameRequests();
    private final ArrivalRecorder arrivals;
    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final DelayGradient delay = new DelayGradient();
    private final RateMeter rate = new RateMeter(RATE_WINDOW_NS);
    private final PacketCache cache;
    private final BatchBuilder batches;
    private final List<DownTrack> downTracks = new ArrayList<>();
    private final SenderClock senderClock;
    private DownTrack[] routes = NOBODY;
    private RouteStream stream;
    private long lastTimestamp = -1;
    private long keyFrames;
    private long lastArrivalNs;
    private int lastPayloadOctets;

    UpTrack(Participant owner, RouteStream stream) {
        this.owner = owner;
        this.stream = stream;
        this.type = stream.kind().mediaType();
        this.vp8 = stream.codec() == Codec.VP8;
        boolean video = type == MediaType.VIDEO;
        this.srtp = new SrtpReceiver(SrtpProfile.AEAD_AES_128_GCM, stream.keys(), stream.ssrc(), true);
        this.reception = new ReceptionStatistics(stream.codec().clockRate());
        this.senderClock = new SenderClock(stream.codec().clockRate());
        this.arrivals = owner.arrivals(type);
        this.cache = new PacketCache(
                video ? VIDEO_CACHE_PACKETS : AUDIO_CACHE_PACKETS, CACHE_BYTES, CACHE_AGE_NS, owner.cacheBudget());
        this.batches = new BatchBuilder(video);
    }

    /** Opens the packet into {@code plain}; a length, or a negative SrtpError. */
    int unprotect(byte[] packet, int length, byte[] plain) {
        return srtp.unprotect(packet, 0, length, plain, 0);
    }

    /** Accounts for an authentic packet. Returns whether a key frame begins with it. */
    boolean account(byte[] plain, int plainLength, int cipherLength, long nowNs) {
        int sequenceNumber = RtpHeader.sequenceNumber(plain, 0);
        long timestamp = RtpHeader.timestamp(plain, 0);
        reception.received(sequenceNumber, timestamp, nowNs, cipherLength);
        boolean repair = nacks.received(sequenceNumber, nowNs);
        arrivals.received(stream.ssrc(), sequenceNumber, nowNs);
        rate.add(cipherLength, nowNs);
        if (!repair) {
            // A packet that was sent again comes late without any queue.
            delay.addRtp(timestamp, stream.codec().clockRate(), nowNs);
        }
        lastArrivalNs = nowNs;
        lastPayloadOctets = payloadOctets(plain, plainLength);
        boolean keyFrameStart = vp8 && startsKeyFrame(plain, plainLength);
        if (keyFrameStart) {
            keyFrames++;
            keyFrameRequests.keyFrameArrived();
        }
        return keyFrameStart;
    }

    private static int payloadOctets(byte[] plain, int plainLength) {
        int padding = RtpHeader.hasPadding(plain, 0) ? plain[plainLength - 1] & 0xFF : 0;
        return Math.max(0, plainLength - RtpHeader.headerLength(plain, 0) - padding);
    }

    /** Keeps the ciphertext for retransmission and adds it to the batch that its receivers get at the end of the turn. */
    void forward(byte[] packet, int length, boolean keyFrameStart, Turn turn) {
        long timestamp = RtpHeader.timestamp(packet, 0);
        boolean frameStart = timestamp != lastTimestamp;
        lastTimestamp = timestamp;
        if (!batches.takes(length, keyFrameStart)) {
            if (batches.isEmpty()) {
                turn.offerLater(this);
            }
            offerBatch(turn.shard());
            batches.begin(length, srtp.lastIndex(), keyFrameStart);
        }
        batches.add(packet, length, lastPayloadOctets, frameStart);
        cache.put(RtpHeader.sequenceNumber(packet, 0), batches.retainLast(), lastArrivalNs);
    }

    void offerBatch(EgressShard shard) {
        PacketBatch batch = batches.take();
        if (batch == null) {
            return;
        }
        if (routes.length == 0) {
            batch.release();
        } else {
            shard.offer(routes, batch);
        }
    }

    /** The publisher says which index comes next. */
    void announced(int roc, int sequenceNumber) {
        if (srtp.announce(roc, sequenceNumber)) {
            reception.reset();
            nacks.reset(sequenceNumber);
            arrivals.forget(stream.ssrc());
        }
    }

    /** The same stream with other keys or another bitrate cap. */
    void update(RouteStream changed) {
        if (!changed.keys().equals(stream.keys())) {
            srtp.setKeys(changed.keys());
        }
        stream = changed;
    }

    void add(DownTrack downTrack) {
        downTracks.add(downTrack);
    }

    void remove(DownTrack downTrack) {
        downTracks.remove(downTrack);
    }

    /** Makes the changes by {@link #add} and {@link #remove} effective. */
    void compileRoutes() {
        routes = downTracks.isEmpty() ? NOBODY : downTracks.toArray(NOBODY);
    }

    /** Once a second: memory that an idle stream does not need. */
    void trim(long nowNs) {
        cache.expire(nowNs);
        if (nowNs - lastArrivalNs > CACHE_AGE_NS && batches.isEmpty()) {
            batches.release();
        }
    }

    private boolean startsKeyFrame(byte[] plain, int plainLength) {
        int header = RtpHeader.headerLength(plain, 0);
        return plainLength > header && descriptor.parseIsKeyFrameStart(plain, header, plainLength - header);
    }

    void close() {
        arrivals.forget(stream.ssrc());
        PacketBatch batch = batches.take();
        if (batch != null) {
            batch.release();
        }
        batches.release();
        cache.close();
        downTracks.clear();
        routes = NOBODY;
    }

    @Nullable
    ByteBuf cached(int sequenceNumber, long nowNs) {
        return cache.get(sequenceNumber, nowNs);
    }

    int ssrc() {
        return stream.ssrc();
    }

    Participant owner() {
        return owner;
    }

    MediaType type() {
        return type;
    }

    RouteStream stream() {
        return stream;
    }

    List<DownTrack> downTracks() {
        return downTracks;
    }

    ReceptionStatistics reception() {
        return reception;
    }

    NackGenerator nacks() {
        return nacks;
    }

    KeyFrameRequests keyFrameRequests() {
        return keyFrameRequests;
    }

    SenderClock senderClock() {
        return senderClock;
    }

    DelayGradient delay() {
        return delay;
    }

    RateMeter rate() {
        return rate;
    }

    long keyFrames() {
        return keyFrames;
    }
}
