package io.mediascope.transport.relay;

import io.mediascope.media.codec.Vp8Descriptor;
import io.mediascope.media.feedback.ResendLimiter;
import io.mediascope.media.model.Codec;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.munge.RtpMunger;
import io.mediascope.media.munge.Sequencer;
import io.mediascope.media.munge.Vp8Munger;
import io.mediascope.media.webrtc.WebCodec;
import io.mediascope.media.webrtc.WebEncoding;
import io.mediascope.media.webrtc.WebSection;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The one SSRC that leaves in a media section, and its retransmissions: numbers rewritten so that they go on whatever the source is,
 * extensions as negotiated. No packet leaves twice under one sequence number: one asked for again leaves as RTX (RFC 4588).
 */
final class WebEgress {
    private static final int AUDIO_CLOCK = 48_000;
    private static final int VIDEO_CLOCK = 90_000;
    private static final int MAX_TALLIES = 16;

    private final WebSubscriber subscriber;
    private final RelayCounters counters;
    private final WebEncoding encoding;
    private final WebPacketWriter writer;
    private final RtpMunger numbers;
    private final Vp8Munger pictures;
    private final Vp8Descriptor descriptor = new Vp8Descriptor();
    private final Sequencer sent = new Sequencer();
    private final ResendLimiter resends = new ResendLimiter();
    private final DownlinkReports reports = new DownlinkReports();
    private final List<WebTally> tallies = new ArrayList<>();
    private @Nullable WebTally tally;
    private @Nullable WebCodec codec;
    private int rtxSequence;
    private boolean known;
    private long packets;
    private long payloadOctets;

    WebEgress(WebSubscriber subscriber, WebSection section) {
        this.subscriber = subscriber;
        this.counters = subscriber.counters();
        this.encoding = section.encodings().get(0);
        this.writer = new WebPacketWriter(section.mid(), section.extensions());
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int clockRate = section.mediaType() == MediaType.AUDIO ? AUDIO_CLOCK : VIDEO_CLOCK;
        this.numbers = new RtpMunger(clockRate, random.nextInt(0x8000), random.nextInt());
        this.pictures = new Vp8Munger(random.nextInt(0x8000));
        this.rtxSequence = random.nextInt(0x8000);
    }

    void negotiated(WebSection again) {
        writer.ids(again.extensions());
        WebCodec before = codec;
        for (WebCodec agreed : again.codecs()) {
            if (before != null && agreed.codec() == before.codec()) {
                codec = agreed;
            }
        }
    }

    /** Packets come from {@code next} from now on; of video, the first one begins a key frame. */
    void source(@Nullable UpTrack before, UpTrack next, WebCodec nextCodec) {
        codec = nextCodec;
        if (before != null && before.owner() == next.owner()) {
            numbers.switchSource(
                    before.senderClock().remote(), next.senderClock().remote());
        } else {
            numbers.switchSource();
        }
        pictures.switchSource();
        if (tally != null) {
            counters.increment(RelayCounter.WEB_SOURCE_SWITCHES);
        }
        begin(next);
    }

    private void begin(UpTrack next) {
        for (WebTally held : tallies) {
            if (held.ssrc() == next.ssrc()) {
                tally = held;
                return;
            }
        }
        if (tallies.size() == MAX_TALLIES) {
            tallies.remove(0);
        }
        WebTally added = new WebTally(next.ssrc());
        tallies.add(added);
        tally = added;
    }

    /** Sends a packet of the current source. */
    void send(PlainPacket packet) {
        WebCodec as = codec;
        WebTally counting = tally;
        if (as == null || counting == null) {
            return;
        }
        long picture = as.codec() == Codec.VP8 ? picture(packet) : 0;
        if (picture < 0) {
            return;
        }
        int number = numbers.map(packet.sequenceNumber(), packet.timestamp(), packet.nowNs());
        if (number < 0) {
            return;
        }
        long timestamp = numbers.timestamp();
        sent.put(number, counting.ssrc(), packet.sequenceNumber(), timestamp, picture);
        int header = writer.header(
                packet,
                as.payloadType(),
                encoding.ssrc(),
                number,
                timestamp,
                !known,
                subscriber.nextTransportSequence());
        int length = payload(header, packet, as, picture);
        if (subscriber.connection().sendRtp(writer.packet(), length)) {
            packets++;
            payloadOctets += length - header;
            resends.sent(1);
            counting.sent(length);
            counters.increment(RelayCounter.WEB_RTP_OUT);
            counters.increment(RelayCounter.RTP_OUT);
            counters.add(RelayCounter.BYTES_OUT, length);
        } else {
            counting.dropped();
        }
    }

    private long picture(PlainPacket packet) {
        return descriptor.parse(packet.bytes(), packet.payloadOffset(), packet.payloadLength())
                ? pictures.map(descriptor)
                : Vp8Munger.REFUSED;
    }

    private int payload(int at, PlainPacket packet, WebCodec as, long picture) {
        return as.codec() == Codec.VP8
                ? writer.vp8Payload(at, packet, descriptor.length(), picture)
                : writer.payload(at, packet);
    }

    /** A packet that is left out on purpose: the receiver sees no gap. */
    void leaveOut(PlainPacket packet) {
        numbers.leaveOut(packet.sequenceNumber());
        if (codec != null
                && codec.codec() == Codec.VP8
                && descriptor.parse(packet.bytes(), packet.payloadOffset(), packet.payloadLength())) {
            pictures.leaveOut(descriptor);
        }
        if (tally != null) {
            tally.dropped();
        }
    }

    /**
     * Sends a packet of the current source again, as RTX.
     *
     * @return false when it was sent but is kept no longer, so that it is lost for good
     */
    boolean resend(UpTrack source, int sequenceNumber, long nowNs) {
        WebCodec as = codec;
        if (as == null || !as.hasRtx() || encoding.rtxSsrc() == 0) {
            counters.increment(RelayCounter.WEB_NO_RTX);
            return true;
        }
        WebRoutes routes = source.webRoutes();
        boolean wasSent = sent.find(sequenceNumber) && sent.sourceSsrc() == source.ssrc();
        ByteBuf kept = routes == null || !wasSent ? null : routes.cached(sent.sourceSequence(), nowNs);
        if (kept == null) {
            counters.increment(RelayCounter.RETRANSMISSION_MISSED);
            return !wasSent;
        }
        if (!resends.allow(sequenceNumber, nowNs, reports.roundTripNs())) {
            counters.increment(RelayCounter.RETRANSMISSION_LIMITED);
        } else {
            sendRtx(subscriber.restore(kept, nowNs), as, sequenceNumber);
        }
        return true;
    }

    private void sendRtx(PlainPacket packet, WebCodec as, int sequenceNumber) {
        long picture = sent.codecNumber();
        if (as.codec() == Codec.VP8
                && !descriptor.parse(packet.bytes(), packet.payloadOffset(), packet.payloadLength())) {
            return;
        }
        rtxSequence = (rtxSequence + 1) & 0xFFFF;
        int header = writer.header(
                packet,
                as.rtxPayloadType(),
                encoding.rtxSsrc(),
                rtxSequence,
                sent.timestamp(),
                !known,
                subscriber.nextTransportSequence());
        int length = payload(writer.originalSequence(header, sequenceNumber), packet, as, picture);
        if (subscriber.connection().sendRtp(writer.packet(), length)) {
            counters.increment(RelayCounter.WEB_RTX_OUT);
            counters.increment(RelayCounter.RETRANSMITTED);
            if (tally != null) {
                tally.retransmitted();
            }
        }
    }

    /** A report block of the receiver: it knows whose SSRC this is. What it lost counts for the source of now. */
    void reported(int cumulativeLost, long lastSr, long delaySinceLastSr, long nowNs) {
        known = true;
        long before = reports.lost();
        reports.reportBlock(cumulativeLost, lastSr, delaySinceLastSr, nowNs);
        if (tally != null) {
            tally.lost(reports.lost() - before);
        }
    }

    boolean sends(int ssrc) {
        return ssrc == encoding.ssrc() || (ssrc != 0 && ssrc == encoding.rtxSsrc());
    }

    int ssrc() {
        return encoding.ssrc();
    }

    /** The outgoing timestamp of a moment on the current source's clock. */
    long timestampOf(long sourceTimestamp) {
        return numbers.timestampOf(sourceTimestamp);
    }

    DownlinkReports reports() {
        return reports;
    }

    List<WebTally> tallies() {
        return tallies;
    }

    long packets() {
        return packets;
    }

    /** RFC 3550 section 6.4.1: octets of payload, without headers and padding. */
    long payloadOctets() {
        return payloadOctets;
    }
}
