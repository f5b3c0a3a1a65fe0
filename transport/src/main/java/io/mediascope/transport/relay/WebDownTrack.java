package io.mediascope.transport.relay;

import io.mediascope.media.model.MediaType;
import io.mediascope.media.routing.TrackKey;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.relay.counters.RelayCounter;
import org.jspecify.annotations.Nullable;

/**
 * What one media section of a web receiver shows: the stream that its track comes from now, and the one that is to follow. A video
 * stream is taken from a key frame on; until then the one before goes on. A receiver that is behind (TCP) gets whole frames, and
 * again from a key frame on; so does one of which a part of a frame could not leave.
 */
final class WebDownTrack {
    private static final long ASK_AGAIN_NS = 1_000_000_000L;

    private final WebSubscriber subscriber;
    private final boolean video;
    private final WebEgress egress;
    private WebSection section;
    private @Nullable UpTrack current;
    private @Nullable UpTrack pending;
    private boolean skipping;
    private int refusedRuns;
    private long askedNs;

    WebDownTrack(WebSubscriber subscriber, WebSection section) {
        this.subscriber = subscriber;
        this.section = section;
        this.video = section.mediaType() == MediaType.VIDEO;
        this.egress = new WebEgress(subscriber, section);
    }

    /** Goes on as this section when it is the same one; false when it is not. */
    boolean takes(WebSection again) {
        if (!again.mid().equals(section.mid())
                || again.mediaType() != section.mediaType()
                || !again.encodings().equals(section.encodings())) {
            return false;
        }
        section = again;
        egress.negotiated(again);
        return true;
    }

    /** The track comes from this stream from now on; null = from none. */
    void target(@Nullable UpTrack wanted) {
        UpTrack next = wanted != null && codecOf(wanted) != null ? wanted : null;
        if (wanted != null && next == null && pending == null && current == null) {
            subscriber.counters().increment(RelayCounter.WEB_NO_COMMON_CODEC);
        }
        if (next == null) {
            leave(current);
            leave(pending);
            current = null;
            pending = null;
        } else if (next == current) {
            leave(pending);
            pending = null;
        } else if (next != pending) {
            leave(pending);
            await(next);
        }
    }

    private void await(UpTrack next) {
        pending = next;
        next.addWeb(this);
        subscriber.relay().webSwitched(next);
        askedNs = subscriber.turn().begin();
        if (video && next.keyFrameRequests().requestUrgent(askedNs)) {
            subscriber.side().loop().rtcpOut().pli(next);
        }
    }

    private void leave(@Nullable UpTrack left) {
        if (left != null) {
            left.removeWeb(this);
            subscriber.relay().webSwitched(left);
        }
    }

    private @Nullable WebCodec codecOf(UpTrack upTrack) {
        for (WebCodec codec : section.codecs()) {
            if (codec.codec() == upTrack.stream().codec()) {
                return codec;
            }
        }
        return null;
    }

    /** A packet of a stream that this section plays or awaits. */
    void send(UpTrack from, PlainPacket packet) {
        if (from == pending) {
            takeOver(from, packet);
        }
        if (from != current) {
            return;
        }
        if (video && skips(from, packet)) {
            egress.leaveOut(packet);
            subscriber.counters().increment(RelayCounter.FRAMES_SKIPPED);
        } else {
            egress.send(packet);
        }
    }

    private void takeOver(UpTrack next, PlainPacket packet) {
        WebCodec codec = codecOf(next);
        if (codec == null) {
            return;
        }
        if (video && !packet.keyFrameStart()) {
            askAgain(next, packet.nowNs());
            return;
        }
        UpTrack before = current;
        current = next;
        pending = null;
        skipping = false;
        brokenOff(); // what was before is not of this source
        leave(before);
        egress.source(before, next, codec);
    }

    private void askAgain(UpTrack upTrack, long nowNs) {
        if (nowNs - askedNs >= ASK_AGAIN_NS) {
            askedNs = nowNs;
            upTrack.owner().askKeyFrame(upTrack, nowNs);
        }
    }

    private boolean skips(UpTrack from, PlainPacket packet) {
        boolean behind = subscriber.connection().behind();
        if (!skipping) {
            skipping = brokenOff() || (behind && packet.frameStart());
        } else if (!behind && packet.keyFrameStart()) {
            skipping = false;
            brokenOff(); // what could not leave meanwhile was not of this frame
        } else if (!behind && packet.frameStart()) {
            from.owner().askKeyFrame(from, packet.nowNs());
        }
        return skipping;
    }

    /** Whether packets were refused since this was asked last. */
    private boolean brokenOff() {
        int before = refusedRuns;
        refusedRuns = subscriber.connection().refusedRuns();
        return refusedRuns != before;
    }

    /** RFC 4585 NACK of the receiver. Browsers ask for a key frame only after 3 s without a picture, so it is asked for what is lost for good. */
    void resend(int sequenceNumber, long nowNs) {
        if (current != null && !egress.resend(current, sequenceNumber, nowNs)) {
            keyFrameWanted(nowNs);
        }
    }

    /** PLI or FIR of the receiver. */
    void keyFrameWanted(long nowNs) {
        if (video && current != null) {
            current.owner().askKeyFrame(current, nowNs);
        }
    }

    /** The stream is over. What follows it goes on with the same numbers. */
    void sourceClosed(UpTrack source) {
        if (source == pending) {
            pending = null;
        }
        if (source == current) {
            current = null;
        }
    }

    void close() {
        target(null);
    }

    @Nullable
    TrackKey track() {
        return section.track();
    }

    boolean sends(int ssrc) {
        return egress.sends(ssrc);
    }

    WebEgress egress() {
        return egress;
    }

    /** The stream that it plays now. */
    @Nullable
    UpTrack source() {
        return current;
    }
}
