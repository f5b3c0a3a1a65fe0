package io.mediascope.transport.relay;

import io.mediascope.media.cache.PacketCache;
import io.mediascope.media.codec.VideoPayload;
import io.mediascope.media.feedback.ArrivalRecorder;
import io.mediascope.media.feedback.KeyFrameRequests;
import io.mediascope.media.feedback.NackGenerator;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.KeySuccession;
import io.mediascope.media.srtp.SrtpError;
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
    private final @Nullable VideoPayload payload;
    private final @Nullable SrtpReceiver srtp;
    private final @Nullable KeySuccession keys;
    private final @Nullable WebOrigin webOrigin;
    private final ReceptionStatistics reception;
    private final NackGenerator nacks = new NackGenerator();
    private final KeyFrameRequests keyFrameRequests = new KeyFrameRequests();
    private final ArrivalRecorder arrivals;
    private final DelayGradient delay = new DelayGradient();
    private final RateMeter rate = new RateMeter(RATE_WINDOW_NS);
    private final PacketCache cache;
    private final BatchBuilder batches;
    private final List<DownTrack> downTracks = new ArrayList<>();
    private final SenderClock senderClock;
    private DownTrack[] routes = NOBODY;
    private @Nullable WebRoutes webRoutes;
    private RouteStream stream;
    /** Where packets come from now: the owner, or the pipe to the relay that has them from the owner. */
    private Participant source;

    private long lastTimestamp = -1;
    private long keyFrames;
    private long lastArrivalNs;
    private int lastPayloadOctets;

    /** @param webOrigin what makes the native stream of a web publisher's packets; null when they arrive sealed */
    UpTrack(Participant owner, RouteStream stream, @Nullable WebOrigin webOrigin) {
        this.owner = owner;
        this.source = owner;
        this.stream = stream;
        this.type = stream.kind().mediaType();
        boolean video = type == MediaType.VIDEO;
        this.payload = video ? VideoPayload.of(stream.codec()) : null;
        this.webOrigin = webOrigin;
        this.srtp = webOrigin == null
                ? new SrtpReceiver(SrtpProfile.AEAD_AES_128_GCM, stream.keys(), stream.ssrc(), true)
                : null;
        this.keys = srtp == null ? null : new KeySuccession(srtp, stream.keys());
        this.reception = new ReceptionStatistics(stream.codec().clockRate());
        this.senderClock = new SenderClock(stream.codec().clockRate());
        this.arrivals = owner.arrivals(type);
        this.cache = new PacketCache(
                video ? VIDEO_CACHE_PACKETS : AUDIO_CACHE_PACKETS, CACHE_BYTES, CACHE_AGE_NS, owner.cacheBudget());
        this.batches = new BatchBuilder(video);
    }

    /** Opens the packet into {@code plain}; a length, or a negative SrtpError. */
    int unprotect(byte[] packet, int length, byte[] plain) {
        return srtp == null ? SrtpError.MALFORMED : srtp.unprotect(packet, 0, length, plain, 0);
    }

    /** Accounts for an authentic packet. Returns whether a key frame begins with it. */
    boolean account(byte[] plain, int plainLength, int cipherLength, long nowNs) {
        int sequenceNumber = RtpHeader.sequenceNumber(plain, 0);
        long timestamp = RtpHeader.timestamp(plain, 0);
        reception.received(sequenceNumber, timestamp, nowNs, cipherLength);
        boolean repair = nacks.received(sequenceNumber, nowNs);
        if (webOrigin == null && source == owner) {
            // Web publishers are told by transport-wide feedback of their connection.
            arrivals.received(stream.ssrc(), sequenceNumber, nowNs);
        }
        rate.add(cipherLength, nowNs);
        if (!repair) {
            // A packet that was sent again comes late without any queue.
            delay.addRtp(timestamp, stream.codec().clockRate(), nowNs);
        }
        lastArrivalNs = nowNs;
        lastPayloadOctets = payloadOctets(plain, plainLength);
        boolean keyFrameStart = payload != null && startsKeyFrame(payload, plain, plainLength);
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
        forward(packet, length, srtp == null ? 0 : srtp.lastIndex(), keyFrameStart, turn);
    }

    /** @param index {@code roc << 16 | seq} that the packet was sealed under */
    void forward(byte[] packet, int length, long index, boolean keyFrameStart, Turn turn) {
        long timestamp = RtpHeader.timestamp(packet, 0);
        boolean frameStart = timestamp != lastTimestamp;
        lastTimestamp = timestamp;
        boolean piped = source != owner;
        if (!batches.takes(length, keyFrameStart, piped)) {
            if (batches.isEmpty()) {
                turn.offerLater(this);
            }
            offerBatch(turn.shard());
            batches.begin(length, index, keyFrameStart, piped);
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

    /** Says which way the next packet came: from its owner, or through the pipe. */
    void from(Participant sender) {
        source = sender;
    }

    /** Who is asked for what is missing: the owner, or the pipe. */
    Participant source() {
        return source;
    }

    /** The publisher says which index comes next. One that changes its way goes on where it was: nothing is reset then. */
    void announced(int roc, int sequenceNumber, long nowNs) {
        boolean goesOn = srtp != null
                && nowNs - lastArrivalNs < CACHE_AGE_NS
                && Math.abs(((roc & 0xFFFF_FFFFL) << 16 | sequenceNumber) - srtp.lastIndex()) < VIDEO_CACHE_PACKETS;
        if (srtp != null && srtp.announce(roc, sequenceNumber) && !goesOn) {
            restart(sequenceNumber);
            arrivals.forget(stream.ssrc());
        }
    }

    /** The numbers of the publisher begin anew with this one. */
    void restart(int sequenceNumber) {
        reception.reset();
        nacks.reset(sequenceNumber);
    }

    /** The same stream with other keys or another bitrate cap. */
    void update(RouteStream changed, long nowNs) {
        if (keys != null) {
            keys.take(changed.keys(), nowNs);
        } else if (webOrigin != null && !changed.keys().equals(stream.keys())) {
            webOrigin.setKey(changed.keys().get(0));
        }
        stream = changed;
    }

    void add(DownTrack downTrack) {
        downTracks.add(downTrack);
    }

    void remove(DownTrack downTrack) {
        downTracks.remove(downTrack);
    }

    /** Also on the way to this web receiver from now on. */
    void addWeb(WebDownTrack downTrack) {
        WebRoutes held = webRoutes;
        if (held == null) {
            held = new WebRoutes(type, owner.cacheBudget());
            webRoutes = held;
        }
        held.add(downTrack);
    }

    void removeWeb(WebDownTrack downTrack) {
        WebRoutes held = webRoutes;
        if (held != null && held.remove(downTrack)) {
            held.close();
            webRoutes = null;
        }
    }

    /** Whether the packets must be opened for web receivers: the one question that a stream without them pays for. */
    @Nullable
    WebRoutes webRoutes() {
        return webRoutes;
    }

    @Nullable
    WebOrigin webOrigin() {
        return webOrigin;
    }

    /** Whether any native receiver is there, for whom a packet must be sealed. */
    boolean hasNativeReceivers() {
        return routes.length != 0;
    }

    /** Whether anybody receives it. */
    boolean received() {
        return !downTracks.isEmpty() || webRoutes != null;
    }

    /** The SSRC that the publisher sends under: the stream's own, or what a web publisher chose; 0 = none seen yet. */
    int remoteSsrc() {
        return webOrigin == null ? stream.ssrc() : webOrigin.remoteSsrc();
    }

    /** Makes the changes by {@link #add} and {@link #remove} effective. */
    void compileRoutes() {
        routes = downTracks.isEmpty() ? NOBODY : downTracks.toArray(NOBODY);
    }

    /** Once a second: memory that an idle stream does not need, keys that are over. */
    void trim(long nowNs) {
        if (keys != null) {
            keys.turn(nowNs);
        }
        cache.expire(nowNs);
        if (webRoutes != null) {
            webRoutes.trim(nowNs);
        }
        if (nowNs - lastArrivalNs > CACHE_AGE_NS && batches.isEmpty()) {
            batches.release();
        }
    }

    private static boolean startsKeyFrame(VideoPayload payload, byte[] plain, int plainLength) {
        int header = RtpHeader.headerLength(plain, 0);
        return plainLength > header && payload.keyFrameStart(plain, header, plainLength - header);
    }

    void close() {
        arrivals.forget(stream.ssrc());
        PacketBatch batch = batches.take();
        if (batch != null) {
            batch.release();
        }
        batches.release();
        cache.close();
        if (webRoutes != null) {
            webRoutes.sourceClosed(this);
            webRoutes = null;
        }
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
