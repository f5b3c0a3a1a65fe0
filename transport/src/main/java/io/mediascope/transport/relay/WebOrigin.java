package io.mediascope.transport.relay;

import io.mediascope.media.munge.RtpMunger;
import io.mediascope.media.routing.RouteStream;
import io.mediascope.media.rtp.RtpHeader;
import io.mediascope.media.srtp.SrtpKey;
import io.mediascope.media.srtp.SrtpSender;
import io.mediascope.transport.relay.counters.RelayCounter;
import io.mediascope.transport.relay.counters.RelayCounters;
import org.jspecify.annotations.Nullable;

/**
 * Makes the native stream of a web publisher's packets: the stream's SSRC and payload type, numbers that go on whatever the publisher
 * does to its own, no extensions, no padding, and one seal under the stream's key for all native receivers.
 */
final class WebOrigin {
    /** Receivers are told of a new key when this relay is, and need a moment more. */
    private static final long KEY_GRACE_NS = 500_000_000L;

    private static final int MAX_BYTES = 1500;

    private final int ssrc;
    private final int payloadType;
    private final SrtpSender seal;
    private final RtpMunger numbers;
    private final Turn turn;
    private final RelayCounters counters;
    private final byte[] plain = new byte[MAX_BYTES];
    private final byte[] sealed;
    private int remoteSsrc;
    private @Nullable SrtpKey nextKey;
    private long nextKeyNs;

    WebOrigin(RouteStream stream, SrtpSender seal, LoopContext loop) {
        this.ssrc = stream.ssrc();
        this.payloadType = stream.codec().payloadType();
        this.seal = seal;
        this.sealed = new byte[MAX_BYTES + seal.overhead()];
        this.turn = loop.turn();
        this.counters = loop.counters();
        this.numbers = new RtpMunger(stream.codec().clockRate(), WebSeals.nextSequence(seal), 0);
    }

    /**
     * Takes a packet of the stream, whose header is valid, as its publisher sent it.
     *
     * @return why it went nowhere, or null
     */
    @Nullable
    RelayCounter take(UpTrack upTrack, WebExtras extras, byte[] packet, int length, long nowNs) {
        int padding = RtpHeader.paddingLength(packet, 0, length);
        if (padding < 0 || length > MAX_BYTES) {
            return RelayCounter.WEB_MALFORMED;
        }
        latch(upTrack, packet);
        int header = RtpHeader.headerLength(packet, 0);
        int sequenceNumber = RtpHeader.sequenceNumber(packet, 0);
        if (length - header - padding == 0) {
            upTrack.account(packet, length, length, nowNs);
            numbers.leaveOut(sequenceNumber);
            return RelayCounter.WEB_PADDING_IN;
        }
        int number = numbers.map(sequenceNumber, RtpHeader.timestamp(packet, 0), nowNs);
        int plainLength = number < 0 ? 0 : normalise(packet, header, length - padding, number);
        int sealedLength = plainLength == 0 ? -1 : seal(upTrack, plainLength, number, nowNs);
        if (sealedLength < 0) {
            return RelayCounter.WEB_INDEX_USED;
        }
        forward(upTrack, extras, packet, length, plainLength, sealedLength, nowNs);
        return null;
    }

    /** The SSRC that the publisher uses now; another one than before begins anew. */
    private void latch(UpTrack upTrack, byte[] packet) {
        int seen = RtpHeader.ssrc(packet, 0);
        if (seen != remoteSsrc) {
            if (remoteSsrc != 0) {
                numbers.switchSource();
                upTrack.restart(RtpHeader.sequenceNumber(packet, 0));
            }
            remoteSsrc = seen;
        }
    }

    private int normalise(byte[] packet, int header, int end, int number) {
        boolean marker = RtpHeader.marker(packet, 0);
        int at = RtpHeader.write(plain, 0, payloadType, marker, number, numbers.timestamp(), ssrc);
        System.arraycopy(packet, header, plain, at, end - header);
        return at + end - header;
    }

    /** The length of the sealed packet; 0 when nobody is there to get it, whose index is used up all the same. */
    private int seal(UpTrack upTrack, int plainLength, int number, long nowNs) {
        SrtpKey key = nextKey;
        if (key != null && nowNs - nextKeyNs >= 0) {
            seal.setKey(key);
            nextKey = null;
        }
        return upTrack.hasNativeReceivers() ? seal.protect(plain, 0, plainLength, sealed, 0) : seal.skip(number);
    }

    private void forward(
            UpTrack upTrack,
            WebExtras extras,
            byte[] packet,
            int length,
            int plainLength,
            int sealedLength,
            long nowNs) {
        boolean keyFrameStart = upTrack.account(packet, length, length, nowNs);
        if (sealedLength > 0) {
            counters.increment(RelayCounter.WEB_SEALED);
            upTrack.forward(sealed, sealedLength, seal.lastIndex(), keyFrameStart, turn);
        }
        WebRoutes web = upTrack.webRoutes();
        if (web != null && web.packet().of(plain, plainLength, keyFrameStart, nowNs)) {
            web.packet().extras().copy(extras);
            web.forward(upTrack);
        }
    }

    /** The stream's timestamp of a moment on the publisher's clock. */
    long timestamp(long remoteTimestamp) {
        return numbers.timestampOf(remoteTimestamp);
    }

    /** 0 = nothing has come yet. */
    int remoteSsrc() {
        return remoteSsrc;
    }

    void setKey(SrtpKey key) {
        nextKey = key;
        nextKeyNs = turn.lastNs() + KEY_GRACE_NS;
    }
}
