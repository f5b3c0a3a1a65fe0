package io.mediascope.transport.relay;

import io.mediascope.media.cache.CacheBudget;
import io.mediascope.media.cache.PacketCache;
import io.mediascope.media.model.MediaType;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The web receivers of one stream. Each gets packets of its own, so what is kept for retransmissions is the plain packet. There is
 * one of these only while the stream has such receivers.
 */
final class WebRoutes {
    private static final long CACHE_AGE_NS = 1_000_000_000L;
    private static final int AUDIO_CACHE_PACKETS = 128;
    private static final int VIDEO_CACHE_PACKETS = 2048;
    private static final long CACHE_BYTES = 2 << 20;
    private static final WebDownTrack[] NOBODY = {};

    private final PlainPacket packet = new PlainPacket();
    private final PacketCache cache;
    private WebDownTrack[] tracks = NOBODY;
    private long lastTimestamp = -1;

    WebRoutes(MediaType type, CacheBudget budget) {
        int packets = type == MediaType.VIDEO ? VIDEO_CACHE_PACKETS : AUDIO_CACHE_PACKETS;
        this.cache = new PacketCache(packets, CACHE_BYTES, CACHE_AGE_NS, budget);
    }

    /** The packet that the next call of {@link #forward} is about. */
    PlainPacket packet() {
        return packet;
    }

    /** An opened packet of a native publisher. */
    void forward(UpTrack from, byte[] plain, int length, boolean keyFrameStart, long nowNs) {
        if (packet.of(plain, length, keyFrameStart, nowNs)) {
            forward(from);
        }
    }

    /** Sends {@link #packet} to every web receiver. */
    void forward(UpTrack from) {
        packet.frameStart(packet.timestamp() != lastTimestamp);
        lastTimestamp = packet.timestamp();
        cache.put(packet.sequenceNumber(), packet.keep(), packet.nowNs());
        WebDownTrack[] now = tracks; // a receiver that changes its source changes the field, not this
        for (WebDownTrack track : now) {
            track.send(from, packet);
        }
    }

    @Nullable
    ByteBuf cached(int sequenceNumber, long nowNs) {
        return cache.get(sequenceNumber, nowNs);
    }

    void add(WebDownTrack track) {
        List<WebDownTrack> next = new ArrayList<>(Arrays.asList(tracks));
        if (!next.contains(track)) {
            next.add(track);
            tracks = next.toArray(NOBODY);
        }
    }

    /** Returns whether nobody is left. */
    boolean remove(WebDownTrack track) {
        List<WebDownTrack> next = new ArrayList<>(Arrays.asList(tracks));
        next.remove(track);
        tracks = next.toArray(NOBODY);
        return tracks.length == 0;
    }

    /** The stream is over: whoever played or awaited it lets go of it. */
    void sourceClosed(UpTrack source) {
        for (WebDownTrack track : tracks) {
            track.sourceClosed(source);
        }
        tracks = NOBODY;
        close();
    }

    void trim(long nowNs) {
        cache.expire(nowNs);
    }

    void close() {
        cache.close();
    }
}
