package io.mediascope.transport.relay;

import io.mediascope.media.feedback.ResendLimiter;
import io.mediascope.media.model.MediaType;
import io.mediascope.media.model.Transport;
import io.mediascope.transport.door.MediaChannel;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** One stream on its way to one receiver. */
final class DownTrack {
    private static final long LAYER_SWITCH_NS = 2_000_000_000L;

    private final UpTrack upTrack;
    private final Participant receiver;
    private final Outlet outlet;
    private final RelayCounters counters;
    private final Turn turn;
    private final Rollover rollover;
    private final ResendLimiter resends = new ResendLimiter();
    private final DownlinkReports reports = new DownlinkReports();
    private final boolean video;
    private final boolean pipe;
    /** The other layer, which flows on until this one's first key frame. */
    private @Nullable DownTrack predecessor;

    private long waitingSinceNs;
    private boolean stopped;
    private boolean skipping;
    private long packets;
    private long bytes;
    private long payloadOctets;
    private long retransmitted;
    private long dropped;

    DownTrack(UpTrack upTrack, Participant receiver, @Nullable DownTrack predecessor, LoopContext loop) {
        this.upTrack = upTrack;
        this.receiver = receiver;
        this.outlet = receiver.outlet(upTrack.type());
        this.counters = loop.counters();
        this.turn = loop.turn();
        this.rollover = new Rollover(upTrack.ssrc());
        this.video = upTrack.type() == MediaType.VIDEO;
        this.pipe = receiver.pipe() != null;
        this.predecessor = predecessor;
        this.waitingSinceNs = turn.begin();
    }

    /** The inner loop of forwarding: everything here is paid for each receiver. */
    void send(PacketBatch batch, long nowNs) {
        if (stopped || (pipe && batch.piped()) || (predecessor != null && !takesOver(batch, nowNs))) {
            return;
        }
        Transport transport = outlet.transport();
        if (transport == null
                || (transport == Transport.UDP_RELAY && outlet.path().remote() == null)) {
            drop(batch.count(), RelayCounter.NO_PATH);
            return;
        }
        if (rollover.isNeeded(nowNs)) {
            receiver.announce(this, batch.firstIndex(), nowNs);
        }
        rollover.sent(nowNs);
        if (transport == Transport.TCP) {
            sendOverChannel(batch, nowNs);
        } else {
            sendOverUdp(batch);
        }
    }

    /** RFC 4585 NACK: the identical ciphertext, at most twice within a round trip. */
    void resend(int sequenceNumber, long nowNs) {
        ByteBuf packet = upTrack.cached(sequenceNumber, nowNs);
        if (packet == null) {
            counters.increment(RelayCounter.RETRANSMISSION_MISSED);
        } else if (!resends.allow(sequenceNumber, nowNs, reports.roundTripNs())) {
            counters.increment(RelayCounter.RETRANSMISSION_LIMITED);
        } else if (outlet.send(packet.retain())) {
            retransmitted++;
            counters.increment(RelayCounter.RETRANSMITTED);
        }
    }

    private void sendOverUdp(PacketBatch batch) {
        int sends = outlet.path().send(batch);
        if (sends == 0) {
            dropped += batch.count(); // the socket counted why
            return;
        }
        counters.add(RelayCounter.SENDS_OUT, sends);
        count(batch.count(), batch.bytes(), batch.payloadOctets());
    }

    private void sendOverChannel(PacketBatch batch, long nowNs) {
        MediaChannel channel = outlet.channel();
        if (channel == null) {
            drop(batch.count(), RelayCounter.NO_PATH);
            return;
        }
        for (int i = 0; i < batch.count(); i++) {
            if (video && skips(batch, i, channel, nowNs)) {
                drop(1, RelayCounter.FRAMES_SKIPPED);
            } else if (outlet.offer(channel, batch.packet(i).retain())) {
                count(1, batch.length(i), batch.payloadOctets(i));
            } else {
                skipping = video;
                drop(1, RelayCounter.CHANNEL_FULL);
            }
        }
    }

    /** Whether video packet {@code i} is left out: a receiver that is behind gets whole frames, and again from a key frame on. */
    private boolean skips(PacketBatch batch, int i, MediaChannel channel, long nowNs) {
        if (!skipping) {
            skipping = batch.frameStart(i) && channel.behind();
            return skipping;
        }
        boolean behind = channel.behind();
        if (!behind && i == 0 && batch.keyFrameStart()) {
            skipping = false;
        } else if (!behind && batch.frameStart(i)) {
            receiver.askKeyFrame(upTrack, nowNs);
        }
        return skipping;
    }

    private boolean takesOver(PacketBatch batch, long nowNs) {
        if (!batch.keyFrameStart() && nowNs - waitingSinceNs < LAYER_SWITCH_NS) {
            return false;
        }
        DownTrack old = predecessor;
        if (old != null) {
            old.stopped = true;
        }
        predecessor = null;
        receiver.relay().layerSwitched();
        return true;
    }

    private void count(int sentPackets, int sentBytes, int sentPayloadOctets) {
        packets += sentPackets;
        resends.sent(sentPackets);
        bytes += sentBytes;
        payloadOctets += sentPayloadOctets;
        counters.add(RelayCounter.RTP_OUT, sentPackets);
        counters.add(RelayCounter.BYTES_OUT, sentBytes);
    }

    private void drop(int droppedPackets, RelayCounter why) {
        dropped += droppedPackets;
        counters.add(why, droppedPackets);
    }

    /** The layer it should have replaced is gone. */
    void forgetPredecessor() {
        predecessor = null;
    }

    @Nullable
    DownTrack predecessor() {
        return predecessor;
    }

    boolean stopped() {
        return stopped;
    }

    UpTrack upTrack() {
        return upTrack;
    }

    Participant receiver() {
        return receiver;
    }

    Rollover rollover() {
        return rollover;
    }

    DownlinkReports reports() {
        return reports;
    }

    long packets() {
        return packets;
    }

    long bytes() {
        return bytes;
    }

    /** RFC 3550 section 6.4.1: octets of payload, without headers and padding. */
    long payloadOctets() {
        return payloadOctets;
    }

    long retransmitted() {
        return retransmitted;
    }

    long dropped() {
        return dropped;
    }
}
